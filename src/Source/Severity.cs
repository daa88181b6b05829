namespace PlanRunner.Source;

internal enum Severity
{
    Note,
    Warning,
    Error,
}
