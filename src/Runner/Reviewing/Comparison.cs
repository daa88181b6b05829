using PlanRunner.Source;

namespace PlanRunner.Runner.Reviewing;

/// <summary>
/// What differs for one plan between two environments, the first and the second, made once: every output shows this and nothing else.
/// Holds no secret.
/// </summary>
internal sealed record Comparison
{
    public required string Plan { get; init; }

    public string? Description { get; init; }

    /// <summary>Where the plan's file begins, for what has no place of its own.</summary>
    public required Place Place { get; init; }

    public required ComparedEnvironment First { get; init; }

    public required ComparedEnvironment Second { get; init; }

    /// <summary>Facts of the environments and their connections that differ, such as <c>protected</c> and <c>source.host</c>.</summary>
    public required IReadOnlyList<ComparedValue> Facts { get; init; }

    /// <summary>Variables whose values differ, with the steps that they reach.</summary>
    public required IReadOnlyList<ComparedValue> Variables { get; init; }

    /// <summary>Session settings that differ, with the steps that run under them.</summary>
    public required IReadOnlyList<ComparedValue> Settings { get; init; }

    /// <summary>Secrets of the plan. Their values are never read, so it is not known whether they differ.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Every foreach whose items differ.</summary>
    public required IReadOnlyList<ComparedItems> Items { get; init; }

    /// <summary>Groups and steps of either environment, in the order they run, each group before what is in it.</summary>
    public required IReadOnlyList<ComparedStep> Steps { get; init; }

    public IEnumerable<ComparedStep> Leaves => Steps.Where(step => step.Kind is not null);

    public int Count(ComparisonMark mark) => Leaves.Count(step => step.Mark == mark);

    /// <summary>
    /// A step, a setting or what has run differs. Hosts and other facts differ between any two environments, and variables count by
    /// what they do to a step.
    /// </summary>
    public bool Differs =>
        Settings.Count > 0 || First.Behind.Count > 0 || Second.Behind.Count > 0 || Items.Count > 0 || Steps.Any(step => !step.IsQuiet);
}
