using System.Diagnostics;
using PlanRunner.Tests.EndToEnd;
using Xunit;
using Xunit.Abstractions;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>
/// Bad input of every kind is told about: no exception, no long wait, no place outside of its text. Ten thousand cases in every test
/// run; a million with <c>./test --soak 1h --inputs 1000000 --filter FuzzTests</c>.
/// </summary>
[Trait(SoakSeries.Trait, SoakSeries.Name)]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int AllExecutions = 10_000;
    private const double ShareOfEach = 0.03;
    private const int StackSize = 1536 * 1024;

    // Nothing takes this long, however busy the machine: it does not end.
    private static readonly TimeSpan Endless = TimeSpan.FromMinutes(2);

    [Fact]
    public void Any_plan_is_read_or_told_about() => Fuzz<PlanTarget>("fuzzing the plan reader", 1500);

    [Fact]
    public void Any_environment_is_read_or_told_about() => Fuzz<EnvironmentTarget>("fuzzing the environment reader", 1500);

    [Fact]
    public void Any_template_is_rendered_or_told_about() => Fuzz<TemplateTarget>("fuzzing templates", 3000);

    [Fact]
    public void Any_SQL_is_split_or_told_about() => Fuzz<SqlTarget>("fuzzing the SQL splitter", 2500);

    [Fact]
    public void Any_journal_is_read_or_told_about() => Fuzz<JournalTarget>("fuzzing the journal reader", 1500);

    private void Fuzz<T>(string series, int usual)
        where T : FuzzTarget, new()
    {
        using var soak = new SoakSeries(series, ShareOfEach);
        using var trace = new CaseTrace(typeof(T).Name);
        FuzzCase? current = null;
        var since = Stopwatch.GetTimestamp();
        using var target = new T();
        var run = new FuzzRun(
            target,
            Soak.Seed,
            fuzzCase =>
            {
                trace.Write(fuzzCase);
                Volatile.Write(ref since, Stopwatch.GetTimestamp());
                Volatile.Write(ref current, fuzzCase);
            }
        );
        var wanted =
            Soak.Inputs is { } inputs ? (long)inputs * usual / AllExecutions
            : Soak.Asked ? long.MaxValue
            : usual;
        Exception? failure = null;
        var thread = new Thread(
            () => failure = Record.Exception(() => run.Run(tried => tried < wanted && (Soak.Inputs is not null || !soak.IsOver))),
            StackSize
        )
        {
            IsBackground = true,
        };
        thread.Start();
        while (!thread.Join(TimeSpan.FromSeconds(1)))
            Assert.False(
                Stopwatch.GetElapsedTime(Volatile.Read(ref since)) > Endless,
                $"it does not end: seed {Soak.Seed}, context {current?.Context}, text {current?.Text}"
            );

        output.WriteLine(run.ToString());
        soak.Count(new SoakCounts(Inputs: run.Executions));
        if (failure is not null || run.Failures.Count > 0)
            soak.Failed(Soak.Seed);
        Assert.Null(failure);
        Assert.True(run.Failures.Count == 0, run.ToString());
    }
}
