using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;

namespace PlanRunner.Runner.Environments;

/// <summary>Finds the secrets that a plan and its connections use. No value ever enters a diagnostic.</summary>
internal sealed class SecretBinder(
    MappingNode root,
    string folder,
    EnvironmentRequest request,
    SchemaReport report,
    Diagnostics diagnostics
)
{
    private readonly SecretSources from = new(folder, request, diagnostics);
    private readonly MappingNode? sources = root["secrets"] as MappingNode;
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> wanted = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>What stands for a secret where none is read: its name as people see it.</summary>
    public static string Placeholder(string name) => $"(secret {name})";

    /// <summary>A value written where its source belongs must not appear in a log.</summary>
    public static Diagnostic Hidden(Node root, Diagnostic mistake) =>
        ((root as MappingNode)?["secrets"] as MappingNode)?.Entries.Any(e =>
            e.Value is not MappingNode && e.Value.Place.Line == mistake.Place?.Line
        ) == true
            ? mistake with
            {
                HidesSource = true,
                Help = "give the source of the secret, never its value: NAME: { env: VARIABLE } or NAME: { file: PATH }",
            }
            : mistake;

    /// <summary>The value of a secret that something in the environment names; a mistake is reported at the name.</summary>
    public string? Use(ScalarNode name)
    {
        if (sources?.Entry(name.Value) is not null)
            return Get(name.Value);
        // A password written where the name of a secret belongs must not appear in a log.
        diagnostics.Add(
            Suggestion.Nearest(name.Value, Names) is { } near
                ? Diagnostic.Error("PR3063", $"the environment has no secret \"{name.Value}\"", name.Place, $"did you mean \"{near}\"?")
                : Diagnostic.Error(
                    "PR3063",
                    "this refers to a secret that the environment does not have",
                    name.Place,
                    "give the name of a secret, never its value, and define its source under secrets: NAME: { env: VARIABLE }"
                ) with
                {
                    HidesSource = true,
                }
        );
        return null;
    }

    /// <summary>A secret that came with something else, such as the password in a URL.</summary>
    public void Add(string name, string value) => values[name] = value;

    public void RequireDeclared(IReadOnlyList<DeclaredSecret> declared, Place place, string environment)
    {
        var missing = declared.Select(s => s.Name).Where(n => sources?.Entry(n) is null).ToList();
        var meant = Suggestion.Meant(Names.Where(n => !wanted.Contains(n) && declared.All(s => s.Name != n)), missing);
        foreach (var secret in declared)
        {
            if (sources?.Entry(secret.Name) is not null)
            {
                Get(secret.Name);
                continue;
            }

            wanted.Add(secret.Name);
            values[secret.Name] = Placeholder(secret.Name);
            if (!meant.Contains(secret.Name))
                diagnostics.Error(
                    "PR3063",
                    $"secret \"{secret.Name}\" is missing",
                    place,
                    $"add {secret.Name}: {{ env: … }} under secrets:{EnvironmentBinder.Described(secret.Description)}"
                );
        }
    }

    public void RefuseUnused(bool isSandbox, bool allUsesKnown)
    {
        foreach (var (key, value) in sources?.Entries ?? [])
        {
            if (allUsesKnown && !wanted.Contains(key.Value))
                diagnostics.Error(
                    "PR3064",
                    $"nothing uses the secret \"{key.Value}\"",
                    key.Place,
                    Suggestion.Nearest(key.Value, wanted) is { } near
                        ? $"did you mean \"{near}\"?"
                        : "remove it, or declare it in the plan under secrets:"
                );
            if (!isSandbox && (value as MappingNode)?.Entry("generated") is { } generated)
                diagnostics.Error(
                    "PR3065",
                    $"secret \"{key.Value}\" is generated, and the environment has no sandbox",
                    generated.Key.Place,
                    "give it { env: … }, { file: … } or { command: […] }"
                );
        }
    }

    private IReadOnlyList<string> Names => [.. sources?.Entries.Select(e => e.Key.Value) ?? []];

    private string Get(string name)
    {
        wanted.Add(name);
        if (values.TryGetValue(name, out var known))
            return known;
        var value = request.KnownSecrets.GetValueOrDefault(name);
        if (value is null && sources![name] is MappingNode how && report.IsSound(how))
            value = Read(name, how);
        return values[name] = value ?? Placeholder(name);
    }

    private string? Read(string name, MappingNode how)
    {
        var ways = how.Entries.Where(e => SecretSources.Keys.Contains(e.Key.Value, StringComparer.Ordinal)).ToList();
        if (ways is [var way])
            return request.ReadSecrets ? from.Read(name, way) : null;
        var message = ways.Count == 0 ? $"secret \"{name}\" has no source" : $"secret \"{name}\" has two sources";
        diagnostics.Error(
            "PR3065",
            message,
            ways.Count == 0 ? how.Place : ways[1].Key.Place,
            "give it one of { env: … }, { file: … } and { command: […] }"
        );
        return null;
    }
}
