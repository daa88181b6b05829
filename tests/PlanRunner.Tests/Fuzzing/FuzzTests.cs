using System.Diagnostics;
using PlanRunner.Tests.EndToEnd;
using Xunit;
using Xunit.Abstractions;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>
/// Bad input of every kind is told about: no exception, no long wait, no place outside of its text. Ten thousand cases in every test
/// run; a hundred times as many with <c>PLANRUNNER_SOAK=1 PLANRUNNER_SEED=N ./test --filter FullyQualifiedName~FuzzTests</c>.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int SoakFactor = 100;
    private const int StackSize = 1536 * 1024;

    // Nothing takes this long, however busy the machine: it does not end.
    private static readonly TimeSpan Endless = TimeSpan.FromMinutes(2);

    [Fact]
    public void Any_plan_is_read_or_told_about() => Fuzz<PlanTarget>(1500);

    [Fact]
    public void Any_environment_is_read_or_told_about() => Fuzz<EnvironmentTarget>(1500);

    [Fact]
    public void Any_template_is_rendered_or_told_about() => Fuzz<TemplateTarget>(3000);

    [Fact]
    public void Any_SQL_is_split_or_told_about() => Fuzz<SqlTarget>(2500);

    [Fact]
    public void Any_journal_is_read_or_told_about() => Fuzz<JournalTarget>(1500);

    private void Fuzz<T>(int executions)
        where T : FuzzTarget, new()
    {
        using var trace = new CaseTrace(typeof(T).Name);
        FuzzCase? current = null;
        var since = Stopwatch.GetTimestamp();
        using var target = new T();
        var run = new FuzzRun(target, Soak.Seed, fuzzCase =>
        {
            trace.Write(fuzzCase);
            Volatile.Write(ref since, Stopwatch.GetTimestamp());
            Volatile.Write(ref current, fuzzCase);
        });
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => run.Run(Soak.Asked ? executions * SoakFactor : executions)), StackSize) { IsBackground = true };
        thread.Start();
        while (!thread.Join(TimeSpan.FromSeconds(1)))
            Assert.False(Stopwatch.GetElapsedTime(Volatile.Read(ref since)) > Endless, $"it does not end: seed {Soak.Seed}, context {current?.Context}, text {current?.Text}");

        output.WriteLine(run.ToString());
        Assert.Null(failure);
        Assert.True(run.Failures.Count == 0, run.ToString());
    }
}
