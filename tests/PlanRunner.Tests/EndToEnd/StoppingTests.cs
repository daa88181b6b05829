using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// A run is stopped in the middle of each kind of work, by each way in which people and systems stop it. It leaves nothing running,
/// neither process nor backend, nor a window open, and the next run ends as one that nobody disturbed.
/// </summary>
[Trait(SoakSeries.Trait, SoakSeries.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class StoppingTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Hangup = 1;

    private static int scenarios;

    /// <summary>How a run is stopped.</summary>
    public enum Stop
    {
        Interrupt,
        Terminate,
        CtrlC,
        ClosedTerminal,

        /// <summary>As a shell and then the system do when a window is closed: each of them hangs up.</summary>
        HungUpTwice,

        /// <summary>As <c>timeout</c> does, which signals its child and then the child's group.</summary>
        InterruptedTwice,
    }

    public static IEnumerable<object[]> Works => StoppingWork.All.Keys.Select(name => new object[] { name });

    [Theory]
    [MemberData(nameof(Works))]
    public async Task It_leaves_nothing_behind_and_the_next_run_is_as_if_nothing_had_been(string name)
    {
        var work = StoppingWork.All[name];
        Stop[] ways = work.Asks
            ? [Stop.CtrlC, Stop.Terminate, Stop.ClosedTerminal]
            : [Stop.Interrupt, Stop.Terminate, Stop.ClosedTerminal, Stop.HungUpTwice, Stop.InterruptedTwice];
        using var series = new SoakSeries("19 works, stopped in the middle", 0.005);
        // ./test takes one or two of them for each work, others for the next one.
        var turn = StoppingWork.All.Keys.ToList().IndexOf(name) + Soak.Seed;
        var chosen = ways.Where((_, i) => Soak.Asked || (i + turn) % 3 == 0);
        await Parallel.ForEachAsync(
            series.Choose(chosen),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (way, _) =>
            {
                await StopAsync(work, way);
                series.Count(new SoakCounts(Faults: 1));
            }
        );
    }

    private async Task StopAsync(StoppingWork work, Stop way)
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, $"stop_{Interlocked.Increment(ref scenarios)}", work.Plan);
        foreach (var statement in StoppingWork.Setup)
            await scenario.QueryAsync(statement);
        if (work.Undoing)
            Expect(scenario, await scenario.ApplyAsync(), 0);
        await using (var gate = await scenario.HoldAsync("LOCK TABLE gate IN ACCESS EXCLUSIVE MODE"))
        {
            var (exit, told) = await StopInTheMiddleAsync(scenario, work, way);
            Assert.True(exit == 130, $"stopped by {way}: exit {exit}\n{told}\n{await scenario.JournalAsync()}");
            Assert.True(
                way is Stop.ClosedTerminal || told.Contains("next: planrunner ", StringComparison.Ordinal),
                $"no next command\n{told}"
            );
            Assert.True(
                (await scenario.JournalAsync())
                    .TrimEnd('\n')
                    .Split('\n')[^1]
                    .Contains("\"event\":\"run-finished\"", StringComparison.Ordinal),
                $"the run has no end\n{told}\n{await scenario.JournalAsync()}"
            );
            // Before the lock is let go: a backend of ours that still waited for it would run on then.
            await scenario.UntilNothingRunsAsync(told);
            Assert.DoesNotContain("frozen", await scenario.QueryAsync("SELECT step FROM eff"));
            Assert.DoesNotContain("work", work.Undoing ? [] : await scenario.QueryAsync("SELECT step FROM eff"));
        }

        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "go"), "");
        await EndAsync(scenario, work);
        Assert.Equal(work.Effects, await scenario.QueryAsync("SELECT step FROM eff ORDER BY 1"));
        if (!work.Undoing)
            Assert.All(await scenario.MarksAsync(), mark => Assert.EndsWith(" done", mark, StringComparison.Ordinal));
    }

    private static async Task EndAsync(PlanScenario scenario, StoppingWork work)
    {
        if (work.Asks && work.Step.Contains("manual", StringComparison.Ordinal))
            Expect(scenario, await PlanRunnerProcess.RunAsync(scenario.Folder, "approve", "plan.yaml", "work", "--env", "here"), 0);
        Expect(scenario, work.Undoing ? await scenario.RunAsync("undo", "--yes") : await scenario.ApplyAsync(), 0);
    }

    private static async Task<(int Exit, string Told)> StopInTheMiddleAsync(PlanScenario scenario, StoppingWork work, Stop way)
    {
        // On a terminal a question is put, so what --yes would answer is asked.
        string[] arguments =
            work.Undoing ? ["undo", "plan.yaml", "--env", "here", "--yes"]
            : work.Asks && !work.Step.Contains("manual", StringComparison.Ordinal) ? ["apply", "plan.yaml", "--env", "here"]
            : ["apply", "plan.yaml", "--env", "here", "--yes"];
        if (work.Asks || way is Stop.CtrlC or Stop.ClosedTerminal)
            return await StopOnTerminalAsync(scenario, work, way, arguments);
        using var process = PlanRunnerProcess.Start(scenario.Folder, arguments);
        var telling = PlanRunnerProcess.EndAsync(process);
        await scenario.UntilAsync(() => IsUnderWayAsync(scenario, work), "the work has begun", () => process.HasExited);
        foreach (var signal in SignalsOf(way))
            Signals.Send(process.Id, signal);
        var told = await telling.WaitAsync(TimeSpan.FromMinutes(1));
        return (process.ExitCode, told);
    }

    private static int[] SignalsOf(Stop way) =>
        way switch
        {
            Stop.Terminate => [Signals.Terminate],
            Stop.HungUpTwice => [Hangup, Hangup],
            Stop.InterruptedTwice => [Signals.Interrupt, Signals.Interrupt],
            _ => [Signals.Interrupt],
        };

    private static async Task<(int Exit, string Told)> StopOnTerminalAsync(
        PlanScenario scenario,
        StoppingWork work,
        Stop way,
        string[] arguments
    )
    {
        using var terminal = PlanRunnerProcess.OnTerminal(scenario.Folder, [.. arguments]);
        if (work.Asks && !work.Step.Contains("manual", StringComparison.Ordinal))
        {
            await scenario.UntilAsync(
                () => Task.FromResult(terminal.Shown.Contains("Run this in here?", StringComparison.Ordinal)),
                "it asks",
                () => terminal.Process.HasExited,
                () => terminal.Shown
            );
            terminal.Type("y\n");
        }

        await scenario.UntilAsync(
            () =>
                work.Asks
                    ? Task.FromResult(
                        terminal.Shown.Contains("Really now? [y/N]", StringComparison.Ordinal)
                            || terminal.Shown.Contains("is it done? [y/N]", StringComparison.Ordinal)
                    )
                    : IsUnderWayAsync(scenario, work),
            "the work has begun",
            () => terminal.Process.HasExited,
            () => terminal.Shown
        );
        if (way == Stop.CtrlC)
            terminal.Type(Terminal.ControlC.ToString());
        else if (way == Stop.ClosedTerminal)
            await terminal.CloseAsync();
        else
            Signals.Send(terminal.Process.Id, Signals.Terminate);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await terminal.Process.WaitForExitAsync(patience.Token);
        await terminal.CloseAsync();
        return (terminal.Process.ExitCode, terminal.Shown);
    }

    private static async Task<bool> IsUnderWayAsync(PlanScenario scenario, StoppingWork work) =>
        work.TellsByFile
            ? File.Exists(Path.Combine(scenario.Folder, StoppingWork.BegunFile))
                && (
                    !work.Step.Contains("retry", StringComparison.Ordinal)
                    || (await scenario.JournalAsync()).Contains("\"event\":\"failed\"", StringComparison.Ordinal)
                )
            : (
                await scenario.QueryAsync(
                    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'planrunner%' AND wait_event_type = 'Lock'"
                )
            ).Count > 0;

    private static void Expect(PlanScenario scenario, ProcessResult result, int exit) =>
        Assert.True(
            result.ExitCode == exit,
            $"exit {result.ExitCode} where {exit} was expected\n{result.Error}{result.Output}\n{scenario.Log}"
        );
}
