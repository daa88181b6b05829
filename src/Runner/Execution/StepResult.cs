using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>How one step came out of a run.</summary>
internal sealed record StepResult(StepPath Path, StepEnd End, TimeSpan Elapsed, string Because, Diagnostic? Diagnostic = null)
{
    /// <summary>The command that a person types next, where it is not the same one again.</summary>
    public string? Next { get; init; }

    /// <summary>With what it failed.</summary>
    public static StepResult Failed(RenderedStep step, Diagnostic diagnostic) =>
        new(step.Path, StepEnd.Failed, TimeSpan.Zero, diagnostic.Message, diagnostic);

    /// <summary>It ended with an error that is ours.</summary>
    public bool IsBug { get; init; }

    /// <summary>True where the run may continue with the next step.</summary>
    public bool GoesOn => End is StepEnd.Done or StepEnd.AlreadyDone or StepEnd.Skipped or StepEnd.Undone;
}
