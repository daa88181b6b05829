using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>Two texts and how they differ.</summary>
/// <param name="Diff">By line.</param>
/// <param name="Before">What the first is called.</param>
/// <param name="Now">What the second is called.</param>
internal sealed record Difference(TextDiff Diff, string Before, string Now) : Block
{
    /// <summary>Which text it is, where there are several.</summary>
    public string? Title { get; init; }
}
