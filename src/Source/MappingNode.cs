namespace PlanRunner.Source;

/// <summary>A YAML mapping with its entries in order; duplicate keys were reported when it was read, the first one counts.</summary>
internal sealed class MappingNode : Node
{
    private readonly Dictionary<string, MappingEntry> byKey = new(StringComparer.Ordinal);

    public MappingNode(IReadOnlyList<MappingEntry> entries, Place place)
        : base(place)
    {
        Entries = entries;
        foreach (var entry in entries)
            byKey.TryAdd(entry.Key.Value, entry);
    }

    public IReadOnlyList<MappingEntry> Entries { get; }

    public Node? this[string key] => byKey.TryGetValue(key, out var entry) ? entry.Value : null;

    public MappingEntry? Entry(string key) => byKey.GetValueOrDefault(key);
}
