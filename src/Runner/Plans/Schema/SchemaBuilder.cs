using System.Text.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using PlanRunner.Sql.Findings;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>
/// Builds NJsonSchema's schema from our own schema files, following references from file to file. NJsonSchema's own reader goes
/// through reflection over every member and takes a quarter of a second when cold; this takes a few milliseconds.
/// A keyword that it does not know is a mistake in a schema file, and an exception.
/// </summary>
internal sealed class SchemaBuilder(Func<string, byte[]?> read)
{
    /// <summary>The keyword, known to editors too, that describes a pattern in words.</summary>
    public const string PatternWords = "patternErrorMessage";

    private readonly SchemaFiles files = new(read);
    private readonly Dictionary<string, JsonSchema> built = new(StringComparer.Ordinal);

    /// <summary>The schema of a name such as <c>schemas/plan.schema.json#/definitions/step</c>.</summary>
    public JsonSchema Build(string name)
    {
        if (built.TryGetValue(name, out var schema))
            return schema;
        // Known before it is filled, so that a schema may contain itself.
        built[name] = schema = new JsonSchema();
        var (element, file) = files.Find(name);
        Fill(schema, element, file);
        return schema;
    }

    private void Fill(JsonSchema schema, JsonElement element, string file)
    {
        if (element.TryGetProperty("$ref", out var reference))
        {
            schema.Reference = Build(SchemaFiles.Resolve(reference.GetString()!, file));
            return;
        }

        foreach (var keyword in element.EnumerateObject())
        {
            if (!Structure(schema, keyword.Name, keyword.Value, file) && !Limit(schema, keyword.Name, keyword.Value))
                throw new InvalidOperationException($"{file}: the keyword \"{keyword.Name}\" is not supported");
        }
    }

    private bool Structure(JsonSchema schema, string keyword, JsonElement value, string file)
    {
        switch (keyword)
        {
            case "properties":
                foreach (var property in value.EnumerateObject())
                    schema.Properties[property.Name] = Filled(new JsonSchemaProperty(), property.Value, file);
                return true;
            case "patternProperties":
                foreach (var property in value.EnumerateObject())
                    schema.PatternProperties[property.Name] = Filled(new JsonSchemaProperty(), property.Value, file);
                return true;
            case "additionalProperties" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                schema.AllowAdditionalProperties = value.GetBoolean();
                return true;
            case "additionalProperties":
                schema.AdditionalPropertiesSchema = Filled(new JsonSchema(), value, file);
                return true;
            case "items":
                schema.Item = Filled(new JsonSchema(), value, file);
                return true;
            case "anyOf":
                AddAll(schema.AnyOf, value, file);
                return true;
            case "oneOf":
                AddAll(schema.OneOf, value, file);
                return true;
            case "allOf":
                AddAll(schema.AllOf, value, file);
                return true;
            case "not":
                schema.Not = Filled(new JsonSchema(), value, file);
                return true;
            case "$schema" or "$id" or "$comment" or "title" or "description" or "default" or "examples" or "definitions":
                return true;
            default:
                return false;
        }
    }

    private static bool Limit(JsonSchema schema, string keyword, JsonElement value)
    {
        switch (keyword)
        {
            case "type":
                schema.Type =
                    value.ValueKind == JsonValueKind.String
                        ? TypeOf(value.GetString()!)
                        : value.EnumerateArray().Aggregate(JsonObjectType.None, (types, type) => types | TypeOf(type.GetString()!));
                return true;
            case "required":
                foreach (var name in value.EnumerateArray())
                    schema.RequiredProperties.Add(name.GetString()!);
                return true;
            case "enum":
                foreach (var allowed in value.EnumerateArray())
                    schema.Enumeration.Add(Literal(allowed));
                return true;
            case "const":
                schema.Enumeration.Add(Literal(value));
                return true;
            case "pattern":
                schema.Pattern = value.GetString();
                return true;
            case PatternWords:
                schema.ExtensionData = new Dictionary<string, object?>(StringComparer.Ordinal) { [PatternWords] = value.GetString() };
                return true;
            case "minimum":
                schema.Minimum = value.GetDecimal();
                return true;
            case "maximum":
                schema.Maximum = value.GetDecimal();
                return true;
            case "exclusiveMinimum":
                schema.ExclusiveMinimum = value.GetDecimal();
                return true;
            case "exclusiveMaximum":
                schema.ExclusiveMaximum = value.GetDecimal();
                return true;
            default:
                return Size(schema, keyword, value);
        }
    }

    private static bool Size(JsonSchema schema, string keyword, JsonElement value)
    {
        switch (keyword)
        {
            case "minLength":
                schema.MinLength = value.GetInt32();
                return true;
            case "maxLength":
                schema.MaxLength = value.GetInt32();
                return true;
            case "minItems":
                schema.MinItems = value.GetInt32();
                return true;
            case "maxItems":
                schema.MaxItems = value.GetInt32();
                return true;
            case "minProperties":
                schema.MinProperties = value.GetInt32();
                return true;
            case "maxProperties":
                schema.MaxProperties = value.GetInt32();
                return true;
            case "uniqueItems":
                schema.UniqueItems = value.GetBoolean();
                return true;
            default:
                return false;
        }
    }

    private void AddAll(ICollection<JsonSchema> alternatives, JsonElement value, string file)
    {
        foreach (var alternative in value.EnumerateArray())
            alternatives.Add(Filled(new JsonSchema(), alternative, file));
    }

    private T Filled<T>(T schema, JsonElement element, string file)
        where T : JsonSchema
    {
        // true is the schema that takes anything.
        if (element.ValueKind != JsonValueKind.True)
            Fill(schema, element, file);
        return schema;
    }

    private static object Literal(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDecimal(),
            // As a JSON token writes it, which is what values are compared with.
            JsonValueKind.True => new JValue(true).ToString(),
            JsonValueKind.False => new JValue(false).ToString(),
            _ => throw new InvalidOperationException("an enum holds text, numbers and booleans"),
        };

    private static JsonObjectType TypeOf(string type) =>
        type switch
        {
            "object" => JsonObjectType.Object,
            "array" => JsonObjectType.Array,
            "string" => JsonObjectType.String,
            "integer" => JsonObjectType.Integer,
            "number" => JsonObjectType.Number,
            "boolean" => JsonObjectType.Boolean,
            "null" => JsonObjectType.Null,
            _ => throw new InvalidOperationException($"the type \"{type}\" is not known"),
        };
}
