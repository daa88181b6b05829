namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>Text to the letter, of several lines.</summary>
/// <param name="Text">What runs, or what was found.</param>
/// <param name="Language">As Markdown names it.</param>
internal sealed record Code(string Text, string Language) : Block
{
    /// <summary>The text above it; null if none is needed.</summary>
    public string? Title { get; init; }

    /// <summary>Its first lines say enough where there is little room.</summary>
    public bool MayBeCut { get; init; }

    /// <summary>Rows of a table, which no line break and no prefix may tear apart.</summary>
    public bool IsRows { get; init; }
}
