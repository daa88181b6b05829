namespace PlanRunner.Runner.Rehearsal;

/// <summary>A rehearsal cannot go on; the message says why and the help what to do.</summary>
public sealed class RehearsalException(string message, string? help = null) : Exception(message)
{
    public string? HelpText { get; } = help;
}
