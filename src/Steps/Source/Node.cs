namespace PlanRunner.Steps.Source;

/// <summary>A YAML node that knows its place.</summary>
public abstract class Node(Place place)
{
    public Place Place { get; } = place;
}
