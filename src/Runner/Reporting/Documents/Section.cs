using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>Blocks under a heading.</summary>
internal sealed record Section(string Title, IReadOnlyList<Block> Content) : Block
{
    /// <summary>How loudly it is told where a document is annotations; null where it is not.</summary>
    public AnnotationLevel? Level { get; init; }

    /// <summary>Where it is told then.</summary>
    public Place? Place { get; init; }
}
