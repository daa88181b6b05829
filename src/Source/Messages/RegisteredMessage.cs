namespace PlanRunner.Source.Messages;

/// <summary>What the id of a message stands for: what is the same every time, without the names and places of the message.</summary>
/// <param name="Id">Such as PR1001; it is in the register once, and means one thing.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Meaning">Why it is reported, and what follows from it.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record RegisteredMessage(string Id, string Title, string Meaning, string Remedy)
{
    /// <summary>The highest severity that it is reported with.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>The exit code of a command that stops for it; null where that depends on the command and on what is open.</summary>
    public int? ExitCode { get; init; }
}
