namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>The level of an annotation at a line of the plan.</summary>
internal enum AnnotationLevel
{
    Notice,
    Warning,
    Error,
}
