namespace PlanRunner.Source.Messages;

/// <summary>What the id of a message stands for: what is the same every time, without the names and places of the message.</summary>
/// <param name="Id">Such as PR1001; it stands in the register once, and means one thing.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Meaning">Why it is told, and what follows from it.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record RegisteredMessage(string Id, string Title, string Meaning, string Remedy)
{
    /// <summary>The gravest that it is told with.</summary>
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>What a command ends with that stops for it; null where that depends on the command and on what stands open.</summary>
    public int? ExitCode { get; init; }
}
