namespace PlanRunner.Templating.Evaluation;

/// <summary>Where a statement sends the render: on, out of a loop, to its next round, or out of the function.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
    Return,
}
