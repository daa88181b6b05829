using PlanRunner.Source;

namespace PlanRunner.Steps.Model;

/// <summary><c>STEP.COLUMN</c> as a plan names a captured value; the step is resolved among the siblings above, then from the root.</summary>
internal sealed record CaptureReference(string Step, string Column, Place Place)
{
    /// <summary>The step's full path, once the binder has found it.</summary>
    public StepPath? Resolved { get; set; }

    public override string ToString() => $"{Step}.{Column}";
}
