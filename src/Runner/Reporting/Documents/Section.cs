using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>Blocks under a heading.</summary>
internal sealed record Section(string Title, IReadOnlyList<Block> Content) : Block
{
    /// <summary>Its level where a document is annotations; null if it is not shown there.</summary>
    public AnnotationLevel? Level { get; init; }

    /// <summary>The place of that annotation.</summary>
    public Place? Place { get; init; }
}
