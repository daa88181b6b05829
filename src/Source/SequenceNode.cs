namespace PlanRunner.Source;

internal sealed class SequenceNode(IReadOnlyList<Node> items, Place place) : Node(place)
{
    public IReadOnlyList<Node> Items { get; } = items;
}
