using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.State;
using PlanRunner.Source;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>What a person asked to be rehearsed.</summary>
internal sealed record RehearsalRequest
{
    public required Plan Plan { get; init; }

    /// <summary>With a sandbox, its secrets read and generated.</summary>
    public required PlanEnvironment Environment { get; init; }

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>How the plan is named on the command line, for the commands to type next.</summary>
    public required string PlanArgument { get; init; }

    /// <summary>And how its environment is, with the variables that were given.</summary>
    public string EnvironmentOptions { get; init; } = "";

    /// <summary>
    /// Applies the plan in an environment file with a state file, and gives the exit code; where there is an observer of each
    /// line of its journal, calls it.
    /// </summary>
    public required Func<string, string, Action<StateEvent>?, CancellationToken, Task<int>> ApplyAsync { get; init; }

    /// <summary>Where to write what was measured of each step; null where nobody asked for it.</summary>
    public string? EvidenceFile { get; init; }

    /// <summary>Runs the workload of a sandbox: the words before the sandbox's folder.</summary>
    public required IReadOnlyList<string> WorkloadCommand { get; init; }

    /// <summary>The sandbox to take up, or where to make it; null for a new one in the temporary folder.</summary>
    public string? Folder { get; init; }

    /// <summary>The servers run in containers also where no sandbox names an image.</summary>
    public bool Containers { get; init; }

    /// <summary>The sandbox stays and goes on running.</summary>
    public bool Keep { get; init; }

    /// <summary>The sandbox of a rehearsal that failed does not stay either.</summary>
    public bool Discard { get; init; }

    /// <summary>Somebody at a terminal answers what the plan asks.</summary>
    public bool Asked { get; init; }

    public bool SetupOnly { get; init; }

    /// <summary>The apply ends before the plan's end (<c>--until</c>), so nothing can be proved.</summary>
    public bool Partial { get; init; }

    /// <summary>Each step and its time is shown as it ends, so that the report need not say it again.</summary>
    public bool StepsTold { get; init; }

    /// <summary>Progress, for people.</summary>
    public required Action<string> Tell { get; init; }

    /// <summary>What people must see, also who asked for quiet.</summary>
    public required Action<string> TellAlways { get; init; }

    /// <summary>The result.</summary>
    public required Action<string> Print { get; init; }

    /// <summary>What is wrong with the workload, at its place, with what it said itself.</summary>
    internal RehearsalException WorkloadTrouble(string id, string message, Sandbox sandbox)
    {
        var said = RehearsalReport.WorkloadOutput(sandbox.Workload, Environment.Secrets);
        return new RehearsalException([
            Diagnostic.Error(
                id,
                message,
                Environment.Sandbox?.Workload?.Place,
                "correct what it says, in the workload or in the seed; then rehearse again"
            ) with
            {
                Detail = said.Count == 0 ? null : string.Join('\n', said),
            },
        ]);
    }
}
