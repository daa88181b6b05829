using System.Diagnostics.CodeAnalysis;

namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>A list of sentences.</summary>
internal sealed record Sentences(IReadOnlyList<Sentence> Items) : Block
{
    /// <summary>Those that are not empty.</summary>
    public static Sentences Of(IEnumerable<string> items, Media media = Media.All) =>
        new([.. items.Where(text => text.Length > 0).Select(text => new Sentence(text, media))]) { In = media };
}

/// <summary>One of them.</summary>
internal sealed record Sentence(Inline Text, Media In = Media.All) : IShown
{
    [SuppressMessage("Usage", "CA2225", Justification = "A plain text is one by itself.")]
    public static implicit operator Sentence(string text) => new((Inline)text);
}
