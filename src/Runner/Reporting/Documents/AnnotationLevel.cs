namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>How loudly something is told at a line of the plan.</summary>
internal enum AnnotationLevel
{
    Notice,
    Warning,
    Error,
}
