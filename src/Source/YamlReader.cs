using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PlanRunner.Source;

/// <summary>
/// Reads one YAML document into nodes that know their places. Bounded: nesting, and the number of values with every alias
/// counted as what it stands for (the nodes themselves are shared, never copied).
/// </summary>
internal sealed class YamlReader
{
    public const int DeepestNesting = 64;

    public const int MostValues = 2_000_000;

    private readonly SourceText source;
    private readonly Diagnostics diagnostics;
    private readonly Parser parser;
    private readonly Dictionary<string, Anchored> anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> openAnchors = new(StringComparer.Ordinal);
    private long values;

    private YamlReader(SourceText source, Diagnostics diagnostics)
    {
        this.source = source;
        this.diagnostics = diagnostics;
        parser = new Parser(new Scanner(new StringReader(source.Text), skipComments: true));
    }

    /// <summary>The document's root; null with diagnostics where it has none or cannot be read to its end.</summary>
    public static Node? Read(SourceText source, Diagnostics diagnostics)
    {
        var reader = new YamlReader(source, diagnostics);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e)
        {
            diagnostics.Add(YamlSyntax.Explain(e, source));
            return null;
        }
        catch (Stop)
        {
            return null;
        }
    }

    private Node? ReadDocument()
    {
        Advance();
        Advance();
        if (parser.Current is not DocumentStart)
            return Empty();
        Advance();
        var root = ReadNode(1);
        Advance();
        if (parser.Current is DocumentStart second)
            diagnostics.Error(
                "PR1006",
                "the file contains a second document",
                source.PlaceAt(Offset(second.Start), 3),
                "keep one document per file"
            );
        return root is ScalarNode { IsNull: true } ? Empty() : root;
    }

    // The parser answers some broken texts with exceptions that are not its own.
    private void Advance()
    {
        var reached = parser.Current is { } current ? Offset(current.End) : 0;
        try
        {
            parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            throw Refuse("PR1012", "not valid YAML after this", Math.Max(0, reached - 1), "check quotes and brackets near here");
        }
    }

    private Node? Empty()
    {
        diagnostics.Error("PR1005", "the file is empty", source.PlaceAt(0), "see planrunner docs plan-language");
        return null;
    }

    // Reads the node at the current event and moves behind it.
    private Node ReadNode(int depth)
    {
        var current = parser.Current!;
        if (depth > DeepestNesting)
            throw Refuse("PR1007", $"nested more than {DeepestNesting} deep", Offset(current.Start), "flatten it");
        if (current is AnchorAlias alias)
            return ReadAlias(alias);
        // Where an alias is a key, the parser may close the mapping before it has returned a value.
        if (current is not NodeEvent node)
            throw Refuse("PR1012", "a value was expected here", Offset(current.Start), "check that every [ and { is closed");

        Count(1, current.Start);
        var anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        var before = values;
        if (!node.Tag.IsEmpty)
            diagnostics.Error(
                "PR1011",
                $"the tag \"{node.Tag.Value}\" is not supported",
                source.PlaceAt(Offset(node.Start)),
                "remove it; quote a value to make it text"
            );
        if (anchor is not null)
            openAnchors.Add(anchor);
        Node read = current switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart start => ReadSequence(start, depth),
            MappingStart start => ReadMapping(start, depth),
            _ => throw new InvalidOperationException($"a node cannot begin with {current}"),
        };
        if (anchor is not null)
        {
            openAnchors.Remove(anchor);
            anchors[anchor] = new Anchored(read, values - before + 1);
        }

        return read;
    }

    private Node ReadAlias(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        var at = Offset(alias.Start);
        Advance();
        if (openAnchors.Contains(name))
            throw Refuse(
                "PR1015",
                $"\"*{name}\" is inside the value that it repeats",
                at,
                "an alias can only repeat a value that is complete above it",
                name.Length + 1
            );
        if (!anchors.TryGetValue(name, out var anchored))
        {
            diagnostics.Error(
                "PR1013",
                $"\"*{name}\" repeats \"&{name}\", which is not above it",
                source.PlaceAt(at, name.Length + 1),
                Suggestion.Help(name, anchors.Keys, "define the anchor above, or quote the text")
            );
            Count(1, alias.Start);
            return new ScalarNode("", quoted: false, source.PlaceAt(at, name.Length + 1)) { IsBroken = true };
        }

        Count(anchored.Values, alias.Start, name);
        return anchored.Node;
    }

    private ScalarNode ReadScalar(Scalar scalar)
    {
        var form = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => ScalarForm.SingleQuoted,
            ScalarStyle.DoubleQuoted => ScalarForm.DoubleQuoted,
            ScalarStyle.Literal => ScalarForm.Literal,
            ScalarStyle.Folded => ScalarForm.Folded,
            _ => ScalarForm.Plain,
        };
        var end = Offset(scalar.End);
        var start = scalar.Anchor.IsEmpty && scalar.Tag.IsEmpty ? Offset(scalar.Start) : AfterProperties(Offset(scalar.Start), end);
        Advance();
        return new ScalarNode(scalar.Value, new ScalarExtent(source, start, end, form)) { IsBroken = !scalar.Tag.IsEmpty };
    }

    private SequenceNode ReadSequence(SequenceStart start, int depth)
    {
        Advance();
        var items = new List<Node>();
        while (parser.Current is not SequenceEnd)
            items.Add(ReadNode(depth + 1));
        Advance();
        return new SequenceNode(items, source.PlaceAt(Offset(start.Start))) { IsBroken = !start.Tag.IsEmpty };
    }

    private MappingNode ReadMapping(MappingStart start, int depth)
    {
        Advance();
        var broken = !start.Tag.IsEmpty;
        var own = new List<MappingEntry>();
        var merged = new List<MappingEntry>();
        var seen = new Dictionary<string, ScalarNode>(StringComparer.Ordinal);
        while (parser.Current is not MappingEnd)
        {
            var keyStart = parser.Current!.Start;
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            if (key is not ScalarNode name)
                broken = RefuseKey(keyStart);
            else if (name is { Quoted: false, Value: "<<" })
                Merge(name, value, merged);
            else if (!seen.TryAdd(name.Value, name))
                diagnostics.Error(
                    "PR1010",
                    $"duplicate key \"{name.Value}\"",
                    name.Place,
                    $"it is already on line {seen[name.Value].Place.Line}; remove one"
                );
            else
                own.Add(new MappingEntry(name, value));
        }

        Advance();
        foreach (var entry in merged)
        {
            if (seen.TryAdd(entry.Key.Value, entry.Key))
                own.Add(entry);
        }

        return new MappingNode(own, source.PlaceAt(Offset(start.Start))) { IsBroken = broken };
    }

    private bool RefuseKey(Mark start)
    {
        var at = Offset(start);
        var template = at > 0 && source.Text[at - 1] == '{';
        diagnostics.Error(
            "PR1009",
            template ? "a value that begins with {{ is read as a YAML mapping" : "a key must be text",
            source.PlaceAt(template ? at - 1 : at, template ? 2 : 1),
            template ? "put the value into quotes: \"{{ … }}\"" : "write keys as plain words"
        );
        return true;
    }

    private void Merge(ScalarNode key, Node value, List<MappingEntry> merged)
    {
        Node[] sources = value is SequenceNode list ? [.. list.Items] : [value];
        foreach (var from in sources)
        {
            if (from is not MappingNode mapping)
            {
                diagnostics.Error(
                    "PR1014",
                    "\"<<\" takes a mapping, or a list of mappings",
                    key.Place,
                    "name an anchor above: <<: *defaults"
                );
                return;
            }

            Count(mapping.Entries.Count, null);
            merged.AddRange(mapping.Entries);
        }
    }

    private void Count(long more, Mark? at, string? alias = null)
    {
        values += more;
        if (values <= MostValues)
            return;
        throw alias is null
            ? Refuse(
                "PR1008",
                $"the document has more than {MostValues:N0} values",
                at is { } mark ? Offset(mark) : 0,
                "split it into several plans"
            )
            : Refuse(
                "PR1008",
                $"with \"*{alias}\" the document has more than {MostValues:N0} values",
                Offset(at!.Value),
                "aliases of aliases multiply; use fewer",
                alias.Length + 1
            );
    }

    // An anchor or a tag is before the scalar, and the parser's mark with it.
    private int AfterProperties(int at, int end)
    {
        var text = source.Text;
        while (at < end && text[at] is '&' or '!')
        {
            while (at < end && !char.IsWhiteSpace(text[at]))
                at++;
            while (at < end && char.IsWhiteSpace(text[at]))
                at++;
        }

        return at;
    }

    private Stop Refuse(string id, string message, int offset, string help, int length = 1)
    {
        diagnostics.Error(id, message, source.PlaceAt(offset, length), help);
        return new Stop();
    }

    // At the end of the file the parser's mark may be behind it.
    private int Offset(Mark mark) => Math.Min((int)mark.Index, source.Text.Length);

    private sealed record Anchored(Node Node, long Values);

    // Ends the reading where continuing would take unbounded time; its diagnostic was already reported.
    private sealed class Stop : Exception;
}
