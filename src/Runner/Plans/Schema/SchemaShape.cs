using System.Text.Json;
using System.Text.RegularExpressions;
using PlanRunner.Source;
using PlanRunner.Sql.Findings;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>
/// The part of a schema that a node can be held against at once. It only ever says that a node is surely right; whatever is not,
/// or needs a keyword that is not known here, NJsonSchema judges. Nearly every step of nearly every plan is right, and NJsonSchema
/// takes some 30 µs a step and 50 ms to wake up. A test holds the two against each other.
/// </summary>
internal sealed class SchemaShape
{
    private readonly Dictionary<string, SchemaShape> properties = new(StringComparer.Ordinal);
    private readonly List<string> required = [];
    private readonly List<string> ignoredPrefixes = [];
    private readonly List<(Words Name, SchemaShape Shape)> namedLike = [];
    private Types types = Types.All;
    private SchemaShape? reference;
    private SchemaShape? items;
    private SchemaShape? additional;
    private HashSet<string>? allowed;
    private Words? pattern;
    private decimal? minimum;
    private decimal? maximum;
    private int leastItems;
    private int leastEntries;
    private int leastLength;
    private bool closed;
    private bool unsure;

    [Flags]
    private enum Types
    {
        None = 0,
        Text = 1,
        Integer = 2,
        Fraction = 4,
        Boolean = 8,
        Null = 16,
        List = 32,
        Mapping = 64,
        All = 127,
    }

    /// <summary>True where the node is surely right; of its <paramref name="shallowKey"/> only that it is a list that is not empty.</summary>
    public bool Accepts(Node node, string? shallowKey = null)
    {
        if (reference is not null)
            return reference.Accepts(node, shallowKey);
        if (unsure || node.IsBroken)
            return false;
        return node switch
        {
            MappingNode mapping => types.HasFlag(Types.Mapping) && allowed is null && AcceptsMapping(mapping, shallowKey),
            SequenceNode list => types.HasFlag(Types.List) && allowed is null && AcceptsList(list),
            ScalarNode scalar => AcceptsScalar(scalar),
            _ => false,
        };
    }

    private bool AcceptsMapping(MappingNode mapping, string? shallowKey)
    {
        if (mapping.Entries.Count < leastEntries)
            return false;
        foreach (var name in required)
        {
            if (mapping[name] is null)
                return false;
        }

        foreach (var (key, value) in mapping.Entries)
        {
            if (properties.TryGetValue(key.Value, out var property))
            {
                if (key.Value == shallowKey ? value is not SequenceNode { Items.Count: > 0 } : !property.Accepts(value))
                    return false;
            }
            else if (
                !ignoredPrefixes.Exists(prefix => key.Value.StartsWith(prefix, StringComparison.Ordinal)) && !AcceptsOther(key.Value, value)
            )
            {
                return false;
            }
        }

        return true;
    }

    // A key that is not among the properties: by those that its name is like, else by what holds for the rest.
    private bool AcceptsOther(string key, Node value)
    {
        var known = false;
        foreach (var (name, shape) in namedLike)
        {
            if (!name.Fit(key))
                continue;
            known = true;
            if (!shape.Accepts(value))
                return false;
        }

        return known || (!closed && additional?.Accepts(value) != false);
    }

    private bool AcceptsList(SequenceNode list)
    {
        if (list.Items.Count < leastItems)
            return false;
        if (items is null)
            return true;
        foreach (var item in list.Items)
        {
            if (!items.Accepts(item))
                return false;
        }

        return true;
    }

    private bool AcceptsScalar(ScalarNode scalar)
    {
        var value = YamlValue.Of(scalar);
        var fits = value switch
        {
            null => types.HasFlag(Types.Null),
            string text => types.HasFlag(Types.Text) && text.Length >= leastLength && (pattern is null || pattern.Fit(text)),
            bool => types.HasFlag(Types.Boolean),
            long whole => types.HasFlag(Types.Integer) && InRange(whole),
            decimal exact => types.HasFlag(Types.Fraction) && InRange(exact),
            _ => false,
        };
        // A list of values holds texts as they are written, and true and false as JSON prints them.
        return fits && (allowed is null || value is not null && allowed.Contains(value is bool flag ? flag.ToString() : scalar.Value));
    }

    private bool InRange(decimal number) => !(number < minimum) && !(number > maximum);

    // Most patterns of the schemas are about keys that a plan does not have.
    private sealed class Words(string pattern)
    {
        private readonly Lazy<Regex> regex = new(() => new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1)));

        public bool Fit(string text) => regex.Value.IsMatch(text);
    }

    /// <summary>Reads shapes from the schema files, following references from file to file.</summary>
    internal sealed class Builder(Func<string, byte[]?> read)
    {
        private readonly SchemaFiles files = new(read);
        private readonly Dictionary<string, SchemaShape> built = new(StringComparer.Ordinal);

        public SchemaShape Build(string schema)
        {
            if (built.TryGetValue(schema, out var shape))
                return shape;
            built[schema] = shape = new SchemaShape();
            var (element, file) = files.Find(schema);
            Fill(shape, element, file);
            return shape;
        }

        private SchemaShape Filled(JsonElement element, string file)
        {
            var shape = new SchemaShape();
            if (element.ValueKind != JsonValueKind.True)
                Fill(shape, element, file);
            return shape;
        }

        private void Fill(SchemaShape shape, JsonElement element, string file)
        {
            if (element.TryGetProperty("$ref", out var target))
            {
                shape.reference = Build(SchemaFiles.Resolve(target.GetString()!, file));
                return;
            }

            foreach (var keyword in element.EnumerateObject())
                shape.unsure |= !Structure(shape, keyword.Name, keyword.Value, file) && !Limit(shape, keyword.Name, keyword.Value);
        }

        private bool Structure(SchemaShape shape, string keyword, JsonElement value, string file)
        {
            switch (keyword)
            {
                case "properties":
                    foreach (var property in value.EnumerateObject())
                        shape.properties[property.Name] = Filled(property.Value, file);
                    return true;
                case "patternProperties":
                    foreach (var property in value.EnumerateObject())
                    {
                        if (property.Name is "^x-" && !property.Value.TryGetProperty("type", out _))
                            shape.ignoredPrefixes.Add(property.Name[1..]);
                        else
                            shape.namedLike.Add((new Words(property.Name), Filled(property.Value, file)));
                    }

                    return true;
                case "additionalProperties" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    shape.closed = !value.GetBoolean();
                    return true;
                case "additionalProperties":
                    shape.additional = Filled(value, file);
                    return true;
                case "items":
                    shape.items = Filled(value, file);
                    return true;
                default:
                    return keyword
                        is "$schema"
                            or "$id"
                            or "$comment"
                            or "title"
                            or "description"
                            or "default"
                            or "examples"
                            or "definitions"
                            or SchemaBuilder.PatternWords;
            }
        }

        private static bool Limit(SchemaShape shape, string keyword, JsonElement value)
        {
            switch (keyword)
            {
                case "type":
                    shape.types = Types.None;
                    foreach (var type in value.ValueKind == JsonValueKind.String ? [value] : value.EnumerateArray().ToArray())
                        shape.types |= TypeOf(type.GetString()!);
                    return true;
                case "required":
                    foreach (var name in value.EnumerateArray())
                        shape.required.Add(name.GetString()!);
                    return true;
                case "enum":
                    shape.allowed = new HashSet<string>(StringComparer.Ordinal);
                    foreach (var one in value.EnumerateArray())
                        shape.allowed.Add(one.ToString());
                    return true;
                case "pattern":
                    shape.pattern = new Words(value.GetString()!);
                    return true;
                case "minimum":
                    shape.minimum = value.GetDecimal();
                    return true;
                case "maximum":
                    shape.maximum = value.GetDecimal();
                    return true;
                case "minItems":
                    shape.leastItems = value.GetInt32();
                    return true;
                case "minProperties":
                    shape.leastEntries = value.GetInt32();
                    return true;
                case "minLength":
                    shape.leastLength = value.GetInt32();
                    return true;
                default:
                    return false;
            }
        }

        private static Types TypeOf(string type) =>
            type switch
            {
                "object" => Types.Mapping,
                "array" => Types.List,
                "string" => Types.Text,
                "integer" => Types.Integer,
                "number" => Types.Integer | Types.Fraction,
                "boolean" => Types.Boolean,
                _ => Types.Null,
            };
    }
}
