using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>What was found, each with its place.</summary>
internal sealed record Notices(IReadOnlyList<Notice> Items) : Block;

/// <summary>One thing that was found.</summary>
/// <param name="Id">By which it is looked up.</param>
/// <param name="Weight">How grave, in a word.</param>
/// <param name="Message">What is so.</param>
/// <param name="Place">Where.</param>
internal sealed record Notice(string Id, string Weight, string Message, Place Place)
{
    /// <summary>The weight with what it means.</summary>
    public required string WeightInWords { get; init; }

    /// <summary>What to do instead, or why it is meant.</summary>
    public string? Rest { get; init; }

    public Tone Tone { get; init; }

    /// <summary>The level of its annotation; null if it has none.</summary>
    public AnnotationLevel? Level { get; init; }

    /// <summary>Its first line if it is shown alone.</summary>
    public required string Alone { get; init; }
}
