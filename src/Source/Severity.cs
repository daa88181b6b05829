namespace PlanRunner.Source;

public enum Severity
{
    Note,
    Warning,
    Error,
}
