namespace PlanRunner.Steps.Source;

public enum Severity
{
    Note,
    Warning,
    Error,
}
