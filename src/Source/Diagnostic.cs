namespace PlanRunner.Source;

/// <summary>
/// Something a person should know about what they wrote: a number by phase (PR1 syntax, PR2 schema, PR3 plan, PR4 template,
/// PR5 state, PR6 a step), fact and value in the message, the place, and the remedy. Never holds a secret.
/// </summary>
internal sealed record Diagnostic(string Id, Severity Severity, string Message, Place? Place, string? Help = null)
{
    /// <summary>Further lines shown under the snippet, such as a table of what was found.</summary>
    public string? Detail { get; init; }

    /// <summary>The line it is at is not shown, because it may hold what must not be seen.</summary>
    public bool HidesSource { get; init; }

    /// <summary>A check's query itself failed, so its hint, which is about the result, does not apply.</summary>
    public bool Unanswered { get; init; }

    /// <summary>Where it is in a file that steps take their text from: the places of those steps, in order.</summary>
    public IReadOnlyList<Place> IncludedFrom { get; init; } = [];

    public static Diagnostic Error(string id, string message, Place? place, string? help = null) =>
        new(id, Severity.Error, message, place, help);
}
