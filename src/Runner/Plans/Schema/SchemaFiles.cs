using System.Text.Json;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>The schema files as JSON, read once, and the way from a reference to what it names.</summary>
internal sealed class SchemaFiles(Func<string, byte[]?> read)
{
    private readonly Dictionary<string, JsonDocument> files = new(StringComparer.Ordinal);

    /// <summary>What a name such as <c>schemas/plan.schema.json#/definitions/step</c> stands for, and its file.</summary>
    public (JsonElement Element, string File) Find(string schema)
    {
        var hash = schema.IndexOf('#', StringComparison.Ordinal);
        var file = hash < 0 ? schema : schema[..hash];
        if (!files.TryGetValue(file, out var document))
            files[file] = document = JsonDocument.Parse(read(file) ?? throw new InvalidOperationException($"the schema {file} is missing"));
        var element = document.RootElement;
        foreach (var part in hash < 0 ? [] : schema[(hash + 1)..].Split('/', StringSplitOptions.RemoveEmptyEntries))
            element = element.GetProperty(part);
        return (element, file);
    }

    /// <summary>The full name of a <c>$ref</c> in a file; relative references are what editors follow.</summary>
    public static string Resolve(string reference, string file)
    {
        if (reference.StartsWith('#'))
            return reference == "#" ? file : file + reference;
        var parts = file.Split('/')[..^1].ToList();
        foreach (var part in reference.Split('/'))
        {
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
