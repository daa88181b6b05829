using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PlanRunner.Sql.Findings;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>
/// A schema and all that it refers to as one document: an editor that was given it has no folder in which to look for the others.
/// What another file defines is among <c>definitions</c>, under that file's name.
/// </summary>
internal sealed class SchemaBundle
{
    private const string Ending = ".schema.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly SchemaFiles files;
    private readonly string root;
    private readonly JsonObject definitions;

    private SchemaBundle(string root, JsonObject document, SchemaFiles files)
    {
        this.root = root;
        this.files = files;
        definitions = document["definitions"] as JsonObject ?? [];
    }

    /// <summary>The text of a schema such as <c>schemas/plan.schema.json</c> with all that it refers to.</summary>
    public static string Of(string name, Func<string, byte[]?> read)
    {
        var source = new SchemaFiles(read);
        var document = Copy(source.Find(name).Element);
        var bundle = new SchemaBundle(name, document, source);
        bundle.Rewrite(document, name);
        if (document["definitions"] is null && bundle.definitions.Count > 0)
            document["definitions"] = bundle.definitions;
        return document.ToJsonString(Format);
    }

    private void Rewrite(JsonNode? node, string file)
    {
        switch (node)
        {
            case JsonObject schema when schema["$ref"] is JsonValue reference && reference.TryGetValue<string>(out var named):
                schema["$ref"] = Within(SchemaFiles.Resolve(named, file));
                break;
            case JsonObject members:
                // Looked at as they are now: a definition that is added meanwhile is rewritten when it is added.
                foreach (var (_, member) in members.ToList())
                    Rewrite(member, file);
                break;
            case JsonArray items:
                foreach (var item in items)
                    Rewrite(item, file);
                break;
        }
    }

    private string Within(string target)
    {
        if (target == root)
            return "#";
        if (target.StartsWith(root + "#", StringComparison.Ordinal))
            return target[root.Length..];
        var name = Name(target);
        if (!definitions.ContainsKey(name))
        {
            var (element, file) = files.Find(target);
            var added = Copy(element);
            // Each of its own definitions comes along where something refers to it.
            added.Remove("definitions");
            added.Remove("$schema");
            // Known before it is rewritten, so that a schema may contain itself.
            definitions[name] = added;
            Rewrite(added, file);
        }

        return "#/definitions/" + name;
    }

    // schemas/steps/wait.schema.json#/definitions/duration is steps-wait-duration.
    private static string Name(string target)
    {
        var hash = target.IndexOf('#', StringComparison.Ordinal);
        var file = (hash < 0 ? target : target[..hash])["schemas/".Length..^Ending.Length].Replace('/', '-');
        return hash < 0 ? file : $"{file}-{target[(target.LastIndexOf('/') + 1)..]}";
    }

    private static JsonObject Copy(JsonElement element) => (JsonObject)JsonNode.Parse(element.GetRawText())!;
}
