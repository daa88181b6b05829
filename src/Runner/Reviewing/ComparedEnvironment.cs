namespace PlanRunner.Runner.Reviewing;

/// <summary>The status of one of the two.</summary>
internal sealed record ComparedEnvironment(string Name, bool Protected, ReviewRun? LastRun)
{
    /// <summary>Steps of both that are done in the other one and not here.</summary>
    public IReadOnlyList<string> Behind { get; init; } = [];

    /// <summary>
    /// Steps that need attention: failed, in doubt, interrupted, unverified, or done with another text than the plan has now.
    /// </summary>
    public IReadOnlyList<ComparedTrouble> Troubles { get; init; } = [];

    public IReadOnlyList<ReviewRemoved> Removed { get; init; } = [];

    /// <summary>A run is going on.</summary>
    public bool Running { get; init; }
}
