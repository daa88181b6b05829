namespace PlanRunner.Source;

/// <summary>A YAML node that knows its place.</summary>
internal abstract class Node(Place place)
{
    public Place Place { get; } = place;

    /// <summary>True where reading it already reported an error, so that follow-up errors are not reported.</summary>
    public bool IsBroken { get; internal init; }
}
