using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PlanRunner.Source;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>
/// Nodes as the JSON tokens that NJsonSchema checks. Its errors carry the line that their token says it has, so each token
/// says the number of its node instead, and every error finds back to the node it is about.
/// </summary>
internal sealed class SchemaTokens
{
    private readonly List<Entry> entries = [];

    public Entry this[int number] => entries[number];

    /// <summary>Converts a node; of its <paramref name="shallowKey"/> only that it is a list and whether it is empty.</summary>
    public JToken Convert(Node node, string? shallowKey = null) => Convert(node, key: null, parent: -1, shallowKey);

    /// <summary>A node with all nodes it is in, itself first; the root is left out.</summary>
    public IEnumerable<Node> WithParents(int number)
    {
        for (; number > 0; number = entries[number].Parent)
            yield return entries[number].Node;
    }

    private JToken Convert(Node node, ScalarNode? key, int parent, string? shallowKey)
    {
        var number = Add(node, key, parent, isKey: false);
        switch (node)
        {
            case MappingNode mapping:
                var token = new ObjectToken(number);
                foreach (var entry in mapping.Entries)
                {
                    var keyNumber = Add(entry.Key, entry.Key, number, isKey: true);
                    var value =
                        entry.Key.Value == shallowKey && entry.Value is SequenceNode list
                            ? Outline(list, entry.Key, number)
                            : Convert(entry.Value, entry.Key, number, null);
                    token.Add(new PropertyToken(entry.Key.Value, value, keyNumber));
                }

                return token;
            case SequenceNode sequence:
                var array = new ArrayToken(number);
                foreach (var item in sequence.Items)
                    array.Add(Convert(item, key, number, null));
                return array;
            default:
                return new ValueToken(Value((ScalarNode)node), number);
        }
    }

    private ArrayToken Outline(SequenceNode list, ScalarNode key, int parent)
    {
        var array = new ArrayToken(Add(list, key, parent, isKey: false));
        if (list.Items.Count > 0)
            array.Add(JValue.CreateNull());
        return array;
    }

    private int Add(Node node, ScalarNode? key, int parent, bool isKey)
    {
        entries.Add(new Entry(node, key, parent, isKey));
        return entries.Count - 1;
    }

    private static object? Value(ScalarNode scalar) =>
        YamlValue.Of(scalar) switch
        {
            decimal number => (double)number,
            var value => value,
        };

    /// <param name="Node">The node itself.</param>
    /// <param name="Key">The key it is under, for a list's item that of the list.</param>
    /// <param name="Parent">The number of the mapping or list it is in.</param>
    /// <param name="IsKey">True where the node is the key, not the value.</param>
    internal readonly record struct Entry(Node Node, ScalarNode? Key, int Parent, bool IsKey);

    private sealed class ObjectToken(int number) : JObject, IJsonLineInfo
    {
        int IJsonLineInfo.LineNumber => number;

        int IJsonLineInfo.LinePosition => 0;

        bool IJsonLineInfo.HasLineInfo() => true;
    }

    private sealed class ArrayToken(int number) : JArray, IJsonLineInfo
    {
        int IJsonLineInfo.LineNumber => number;

        int IJsonLineInfo.LinePosition => 0;

        bool IJsonLineInfo.HasLineInfo() => true;
    }

#pragma warning disable MA0097 // Tokens are never ordered; JValue brings IComparable along.
    private sealed class ValueToken(object? value, int number) : JValue(value), IJsonLineInfo
    {
        int IJsonLineInfo.LineNumber => number;

        int IJsonLineInfo.LinePosition => 0;

        bool IJsonLineInfo.HasLineInfo() => true;
    }

#pragma warning restore MA0097
    private sealed class PropertyToken(string name, JToken value, int number) : JProperty(name, value), IJsonLineInfo
    {
        int IJsonLineInfo.LineNumber => number;

        int IJsonLineInfo.LinePosition => 0;

        bool IJsonLineInfo.HasLineInfo() => true;
    }
}
