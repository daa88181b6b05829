using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>How a run ended.</summary>
internal sealed class RunReport
{
    public required string Run { get; init; }

    public List<StepResult> Results { get; } = [];

    /// <summary>The exit code of docs/exit-codes.md.</summary>
    public int ExitCode { get; set; }

    /// <summary>The step that stopped it.</summary>
    public StepResult? Stopped { get; set; }

    /// <summary>A guarded group that is open still, or stays as it is past its point of no return.</summary>
    public List<Diagnostic> Notices { get; } = [];

    /// <summary>The command to type next.</summary>
    public string? Next { get; set; }

    public StepPath? StoppedAt => Stopped?.Path;
}
