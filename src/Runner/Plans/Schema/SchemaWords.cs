using System.Globalization;
using NJsonSchema;
using NJsonSchema.Validation;
using PlanRunner.Source;
using PlanRunner.Sql.Findings;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>Says one schema error in plain words, at the node it is about.</summary>
internal static class SchemaWords
{
    public static Diagnostic Say(ValidationError error, SchemaTokens.Entry entry)
    {
        var key = entry.Key?.Value;
        var schema = error.Schema.ActualSchema;
        return error.Kind switch
        {
            ValidationErrorKind.NoAdditionalPropertiesAllowed => UnknownKey((ScalarNode)entry.Node, schema),
            ValidationErrorKind.PropertyRequired => Missing(error.Property!, key, (MappingNode)entry.Node, schema),
            ValidationErrorKind.PatternMismatch => Pattern(entry, schema),
            ValidationErrorKind.NotInEnumeration => NotAllowed(entry, schema),
            ValidationErrorKind.NumberTooSmall or ValidationErrorKind.NumberTooBig => OutOfRange(error.Kind, entry, schema),
            ValidationErrorKind.TooFewItems or ValidationErrorKind.TooFewProperties or ValidationErrorKind.StringTooShort => TooFew(
                entry,
                schema
            ),
            ValidationErrorKind.TooManyItems or ValidationErrorKind.TooManyProperties or ValidationErrorKind.StringTooLong => TooMany(
                entry,
                schema
            ),
            ValidationErrorKind.ItemsNotUnique => Error("PR2010", $"{Name(entry)} contains duplicates", entry, "remove one of them"),
            ValidationErrorKind.ExcludedSchemaValidates => Error(
                "PR2008",
                $"{Name(entry)} has keys that exclude each other",
                entry,
                "planrunner docs plan-language says which keys go together"
            ),
            _ => WrongType(entry, schema),
        };
    }

    public static Diagnostic WrongType(SchemaTokens.Entry entry, JsonSchema schema)
    {
        var found = YamlValue.Describe(entry.Node);
        var types = schema.Type;
        var help = (found, types) switch
        {
            ("nothing", _) => "give it a value, or remove the key",
            (not ("a mapping" or "a list"), var t) when t.HasFlag(JsonObjectType.String) => "put it into quotes",
            ("a mapping" or "a list", var t) when t.HasFlag(JsonObjectType.String) => "write it on one line, in quotes if it holds { or [",
            (not "a mapping", var t) when t.HasFlag(JsonObjectType.Array) => "write a list: [a, b], or one item a line after -",
            ("text", var t)
                when t.HasFlag(JsonObjectType.Boolean) || t.HasFlag(JsonObjectType.Integer) || t.HasFlag(JsonObjectType.Number) =>
                entry.Node is ScalarNode { Quoted: true } ? "write it without quotes" : $"write {Expected(types)}",
            (_, var t) when t.HasFlag(JsonObjectType.Object) => "write keys and values: { key: value }, or one a line",
            _ => $"write {Expected(types)}",
        };
        return Error("PR2003", $"{Name(entry)} must be {Expected(types)}, not {found}", entry, help);
    }

    private static Diagnostic UnknownKey(ScalarNode key, JsonSchema schema)
    {
        if (IsRestOfValue(key))
        {
            return Diagnostic.Error(
                "PR2090",
                $"a comma ends a value between {{ and }}, so \"{key.Value}\" is read as a key",
                key.Place,
                "put the whole value into quotes, or write it in lines of its own: text: | and the text below, indented"
            );
        }

        var known = schema.Properties.Keys.ToList();
        var meant = Synonyms.Of(key.Value, known);
        return Diagnostic.Error(
            "PR2001",
            $"unknown key \"{key.Value}\"",
            key.Place,
            meant is not null
                ? $"did you mean \"{meant}\"?"
                : Suggestion.Help(key.Value, known, "planrunner docs plan-language lists the keys")
        );
    }

    // Such as { on: db, text: SELECT a, b FROM t }: what comes after the comma has no ": ".
    private static bool IsRestOfValue(ScalarNode key)
    {
        var line = key.Place.Source.Line(key.Place.Line);
        var end = key.Place.Column - 1 + key.Place.Length;
        if (key.Quoted || key.Place.Column < 2 || end > line.Length || line[..(key.Place.Column - 1)].TrimEnd() is not [.., ','])
            return false;
        return line[end..].TrimStart() is "" or [',' or '}', ..];
    }

    private static Diagnostic Missing(string name, string? key, MappingNode mapping, JsonSchema schema)
    {
        var place = mapping.Entries.Count > 0 ? mapping.Entries[0].Key.Place : mapping.Place;
        var owner = key is null ? "" : $" in \"{key}\"";
        return Diagnostic.Error("PR2002", $"\"{name}\" is missing{owner}", place, $"add {name}:");
    }

    private static Diagnostic Pattern(SchemaTokens.Entry entry, JsonSchema schema)
    {
        var words = schema.ExtensionData?.TryGetValue(SchemaBuilder.PatternWords, out var said) == true ? said as string : null;
        var help = words is null ? $"it must match {schema.Pattern}" : $"write {words}";
        return Error("PR2004", $"\"{Shown(entry.Node)}\" is not valid for {Name(entry)}", entry, help);
    }

    private static Diagnostic NotAllowed(SchemaTokens.Entry entry, JsonSchema schema)
    {
        var allowed = schema.Enumeration.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)!).ToList();
        if (allowed is ["True"] or ["False"])
            allowed = [.. allowed.Select(v => v.ToLowerInvariant())];
        var list = allowed.Count == 1 ? allowed[0] : $"one of {string.Join(", ", allowed)}";
        var help =
            Suggestion.Nearest(Shown(entry.Node), allowed) is { } nearest && allowed.Count > 1
                ? $"did you mean \"{nearest}\"? It is {list}"
                : $"write {list}";
        return Error("PR2005", $"{Name(entry)} cannot be \"{Shown(entry.Node)}\"", entry, help);
    }

    private static Diagnostic OutOfRange(ValidationErrorKind kind, SchemaTokens.Entry entry, JsonSchema schema) =>
        kind == ValidationErrorKind.NumberTooSmall
            ? Error(
                "PR2006",
                $"{Name(entry)} is {Shown(entry.Node)}, too small",
                entry,
                schema.Minimum is { } least ? $"write {Number(least)} or more" : $"write more than {Number(schema.ExclusiveMinimum)}"
            )
            : Error(
                "PR2006",
                $"{Name(entry)} is {Shown(entry.Node)}, too large",
                entry,
                schema.Maximum is { } most ? $"write {Number(most)} or less" : $"write less than {Number(schema.ExclusiveMaximum)}"
            );

    private static Diagnostic TooFew(SchemaTokens.Entry entry, JsonSchema schema)
    {
        var empty = entry.Node switch
        {
            SequenceNode list => list.Items.Count == 0,
            MappingNode mapping => mapping.Entries.Count == 0,
            ScalarNode scalar => scalar.Value.Length == 0,
            _ => false,
        };
        var least = Math.Max(schema.MinItems, Math.Max(schema.MinProperties, schema.MinLength ?? 0));
        return empty
            ? Error("PR2007", $"{Name(entry)} is empty", entry, "fill it, or remove the key")
            : Error("PR2007", $"{Name(entry)} is too short", entry, $"it needs at least {least}");
    }

    private static Diagnostic TooMany(SchemaTokens.Entry entry, JsonSchema schema)
    {
        var most = Math.Max(schema.MaxItems, Math.Max(schema.MaxProperties, schema.MaxLength ?? 0));
        return Error("PR2007", $"{Name(entry)} is too long", entry, $"it can have at most {most}");
    }

    /// <summary>The name of the value in messages: its key, or the item of the list under that key.</summary>
    public static string Name(SchemaTokens.Entry entry) => entry.Key is { } key ? $"\"{key.Value}\"" : "the document";

    public static Diagnostic Error(string id, string message, SchemaTokens.Entry entry, string help) =>
        Diagnostic.Error(id, message, PlaceOf(entry), help);

    // An empty value has no stretch of its own to underline, so its key stands for it.
    private static Place PlaceOf(SchemaTokens.Entry entry) =>
        entry is { Node: ScalarNode { Value.Length: 0, Quoted: false }, Key: { } key } ? key.Place : entry.Node.Place;

    public static string Expected(JsonObjectType types)
    {
        var words = new List<string>();
        Add(JsonObjectType.String, "text");
        Add(JsonObjectType.Integer, "a whole number");
        Add(JsonObjectType.Number, "a number");
        Add(JsonObjectType.Boolean, "true or false");
        Add(JsonObjectType.Array, "a list");
        Add(JsonObjectType.Object, "a mapping");
        return words.Count switch
        {
            0 => "something else",
            1 => words[0],
            _ => $"{string.Join(", ", words[..^1])} or {words[^1]}",
        };

        void Add(JsonObjectType type, string word)
        {
            if (types.HasFlag(type))
                words.Add(word);
        }
    }

    private static string Number(decimal? number) => number is { } value ? value.ToString(CultureInfo.InvariantCulture) : "";

    private static string Shown(Node node)
    {
        var text = node is ScalarNode scalar ? scalar.Value.ReplaceLineEndings(" ") : YamlValue.Describe(node);
        return text.Length > 60 ? $"{text[..59]}…" : text;
    }
}
