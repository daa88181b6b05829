namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>
/// What people read of a review or a comparison, made once: every format writes this and nothing else. Contains no secret.
/// </summary>
internal sealed record Document
{
    /// <summary>What it is of: the same for every later one that takes its place.</summary>
    public required string Subject { get; init; }

    public required string Title { get; init; }

    /// <summary>The title where nothing around it says that it is of a plan.</summary>
    public required string FullTitle { get; init; }

    /// <summary>A word beside the title.</summary>
    public string? Tag { get; init; }

    /// <summary>The text below the title.</summary>
    public IReadOnlyList<Paragraph> Opening { get; init; } = [];

    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>What must not be overlooked; it is repeated beside the summary.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The blocks before the entries.</summary>
    public IReadOnlyList<Block> Content { get; init; } = [];

    /// <summary>In the order of the run.</summary>
    public required IReadOnlyList<Entry> Entries { get; init; }

    /// <summary>The entries may be drawn as a picture: groups around their steps.</summary>
    public bool HasPicture { get; init; }

    /// <summary>One line that people and scripts look for.</summary>
    public required string Summary { get; init; }

    /// <summary>Groups and what is in them.</summary>
    public IEnumerable<Entry> All => Entries.SelectMany(entry => entry.SelfAndBelow);

    public IEnumerable<Entry> Leaves => All.Where(entry => !entry.IsGroup);
}
