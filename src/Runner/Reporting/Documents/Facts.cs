namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>Names with their values.</summary>
internal sealed record Facts(IReadOnlyList<Fact> Items) : Block;

/// <summary>One of them.</summary>
/// <param name="Name">Empty where the value says it all.</param>
/// <param name="Value">What it is.</param>
/// <param name="More">What is said of it beside; null where nothing is.</param>
internal sealed record Fact(string Name, Inline Value, string? More = null) : IShown
{
    public Media In { get; init; } = Media.All;
}
