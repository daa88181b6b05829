namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>The sign before an entry, and what it means.</summary>
/// <param name="Order">Among the marks of its kind of document.</param>
/// <param name="Name">For programs and pages.</param>
/// <param name="Sign">One character.</param>
internal sealed record EntryMark(int Order, string Name, string Sign)
{
    public required string Meaning { get; init; }

    /// <summary>The same after a number, in a word or two.</summary>
    public required string Short { get; init; }

    public Tone Tone { get; init; }

    /// <summary>The name that a page knows its colours by.</summary>
    public required string Style { get; init; }

    /// <summary>Nothing happens: there to be looked up, not to be read.</summary>
    public bool IsQuiet { get; init; }
}
