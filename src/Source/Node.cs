namespace PlanRunner.Source;

/// <summary>A YAML node that knows its place.</summary>
internal abstract class Node(Place place)
{
    public Place Place { get; } = place;

    /// <summary>True where reading it has told a mistake already, so that what else is wrong with it is not told again.</summary>
    public bool IsBroken { get; internal init; }
}
