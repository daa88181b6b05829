using PlanRunner.Source;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>
/// What the schemas refused, so that binding skips it and no mistake is reported twice. A node is refused with all that it
/// is in, up to its step or the document.
/// </summary>
internal sealed class SchemaReport
{
    private readonly HashSet<Node> refused = [];
    private readonly HashSet<MappingNode> unknownKeys = [];

    public bool IsSound(Node? node) => node is not null && !refused.Contains(node);

    /// <summary>True where the mapping has an unknown key: perhaps the one that seems to be missing.</summary>
    public bool HasUnknownKey(MappingNode mapping) => unknownKeys.Contains(mapping);

    internal void Reject(Node node) => refused.Add(node);

    internal void MarkUnknownKey(MappingNode mapping) => unknownKeys.Add(mapping);
}
