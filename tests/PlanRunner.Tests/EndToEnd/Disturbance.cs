using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Wires;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>One way in which a run is cut off.</summary>
internal abstract record Disturbance
{
    /// <summary>One that chance chooses.</summary>
    public static Disturbance Next(Random random) =>
        random.Next(10) switch
        {
            0 or 1 or 2 => new AtMessage(random.Next(1, 150), random.Next(2) == 0),
            3 or 4 => new AtLine(random.Next(1, 50), random.Next(2) == 0),
            5 or 6 => new Cut(random.Next(1, 150), random.Next(2) == 0 ? WireEnd.Reset : WireEnd.Close, random.Next(2) == 0),
            7 or 8 => new AtMoment(TimeSpan.FromMilliseconds(random.Next(300, 3000)), Signals.Kill),
            _ => new AtMoment(
                TimeSpan.FromMilliseconds(random.Next(300, 3000)),
                random.Next(2) == 0 ? Signals.Interrupt : Signals.Terminate
            ),
        };

    /// <summary>Starts the command and cuts it off. It may have come to its end before.</summary>
    public abstract Task<SoakCounts> DoAsync(PlanScenario scenario, string command, params string[] more);

    /// <summary>SIGKILL when a message to the server is about to arrive, or when its answer is.</summary>
    private sealed record AtMessage(int Number, bool Delivered) : Disturbance
    {
        public override async Task<SoakCounts> DoAsync(PlanScenario scenario, string command, params string[] more)
        {
            var (killed, _) = await scenario.DieOnWireAsync(Number, Delivered, command, more);
            return new SoakCounts(Kills: killed ? 1 : 0);
        }
    }

    /// <summary>The connection breaks at a message, and the runner lives.</summary>
    private sealed record Cut(int Number, WireEnd How, bool Delivered) : Disturbance
    {
        public override async Task<SoakCounts> DoAsync(PlanScenario scenario, string command, params string[] more)
        {
            var (exitCode, broke, _) = await scenario.BreakOnWireAsync(WireBreak.AtMessage(Number, How, Delivered), command, more);
            // 6 where it broke while something was taken back, which the next run does first.
            Assert.True(exitCode is 0 or 1 or 4 or 6, scenario.Log);
            return new SoakCounts(Faults: broke ? 1 : 0);
        }
    }

    /// <summary>SIGKILL around a line of the journal.</summary>
    private sealed record AtLine(int Number, bool Before) : Disturbance
    {
        public override async Task<SoakCounts> DoAsync(PlanScenario scenario, string command, params string[] more)
        {
            var result = await scenario.DieAsync(Before, Number, command, more);
            return new SoakCounts(Kills: result.ExitCode is 128 + Signals.Kill ? 1 : 0);
        }
    }

    /// <summary>A signal some time after the start.</summary>
    private sealed record AtMoment(TimeSpan After, int Signal) : Disturbance
    {
        public override async Task<SoakCounts> DoAsync(PlanScenario scenario, string command, params string[] more)
        {
            var (exitCode, sent) = await scenario.SignalAsync(After, Signal, command, more);
            if (sent && Signal != Signals.Kill)
                Assert.True(exitCode is 0 or 1 or 4 or 6 or 130, scenario.Log);
            return Signal == Signals.Kill ? new SoakCounts(Kills: sent ? 1 : 0) : new SoakCounts(Faults: sent ? 1 : 0);
        }
    }
}
