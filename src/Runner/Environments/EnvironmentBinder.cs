using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;
using PlanRunner.Steps.Postgres.Connections;

namespace PlanRunner.Runner.Environments;

/// <summary>Binds an environment's nodes to a plan: everything that the plan needs is defined, and all that is missing is reported at once.</summary>
internal sealed class EnvironmentBinder(
    Plan plan,
    SourceText source,
    string folder,
    EnvironmentRequest request,
    SchemaReport report,
    Diagnostics diagnostics
)
{
    public PlanEnvironment Bind(MappingNode root)
    {
        var name = root["environment"] as ScalarNode;
        var place = root.Entry("environment")?.Key.Place ?? root.Place;
        var secrets = new SecretBinder(root, folder, request, report, diagnostics);
        var connections = Connections(root, secrets, place);
        var sandbox = new SandboxBinder(plan, report, diagnostics).Bind(root, secrets);
        secrets.RequireDeclared(plan.Secrets, root.Entry("secrets")?.Key.Place ?? place, name?.Value ?? "");
        secrets.RefuseUnused(
            sandbox is not null,
            allUsesKnown: (root["connections"] as MappingNode)?.Entries.All(e => report.IsSound(e.Value)) ?? true
        );

        var resolver = new VariableResolver(plan, name?.Value ?? "", connections, request.Overrides, diagnostics);
        var given = Sound(root, "variables") as MappingNode;
        var variables = resolver.Resolve(given, root.Entry("variables")?.Key.Place ?? place);
        return new PlanEnvironment
        {
            Name = name?.Value ?? "",
            NamePlace = name?.Place ?? place,
            Folder = folder,
            Source = source,
            Protected = Sound(root, "protected") is ScalarNode { Value: "true" or "True" or "TRUE" },
            RequireApproval = Sound(root, "require_approval") is ScalarNode { Value: "true" or "True" or "TRUE" },
            Variables = variables,
            VariableNames = resolver.Names,
            Typed = request.Overrides.Keys.ToHashSet(StringComparer.Ordinal),
            Connections = connections,
            Secrets = secrets.Values,
            ManualAnswers = ManualAnswers(root["manual"] as MappingNode),
            Sandbox = sandbox,
            Programs = Programs(root),
        };
    }

    private string? Programs(MappingNode root)
    {
        if (Sound(root, "programs") is not ScalarNode named)
            return null;
        var full = Path.GetFullPath(Path.Combine(folder, named.Value));
        if (request.ReadSecrets && !Directory.Exists(full))
            diagnostics.Error(
                "PR3079",
                $"the programs folder \"{named.Value}\" does not exist",
                named.Place,
                "correct its path, which is relative to the environment's folder"
            );
        return full;
    }

    private Dictionary<string, ConnectionSettings> Connections(MappingNode root, SecretBinder secrets, Place place)
    {
        var result = new Dictionary<string, ConnectionSettings>(StringComparer.Ordinal);
        var given = root["connections"] as MappingNode;
        var binder = new ConnectionBinder(folder, request, secrets, diagnostics);
        TellUnused(given);
        var declared = plan.Connections.Select(c => c.Name).ToList();
        foreach (var (key, value) in given?.Entries ?? [])
        {
            if (!declared.Contains(key.Value, StringComparer.Ordinal))
                diagnostics.Error(
                    "PR3067",
                    $"the plan declares no connection \"{key.Value}\"",
                    key.Place,
                    Suggestion.Help(key.Value, declared, "remove it")
                );
            else
                result[key.Value] =
                    value is MappingNode mapping && report.IsSound(value)
                        ? binder.Bind(key, mapping)
                        : ConnectionBinder.Placeholder(key.Value);
        }

        var unknown = given?.Entries.Select(e => e.Key.Value).Where(n => !declared.Contains(n, StringComparer.Ordinal)) ?? [];
        var meant = Suggestion.Meant(unknown, [.. declared.Where(n => !result.ContainsKey(n))]);
        foreach (var connection in plan.Connections)
        {
            if (result.TryAdd(connection.Name, ConnectionBinder.Placeholder(connection.Name)) && !meant.Contains(connection.Name))
                diagnostics.Error(
                    "PR3066",
                    $"connection \"{connection.Name}\" is missing",
                    root.Entry("connections")?.Key.Place ?? place,
                    $"add {connection.Name}: under connections:{Described(connection.Description)}"
                );
        }

        return result;
    }

    // They would change how a session works, and users expect them to: those that would lead to another server are ignored silently.
    private void TellUnused(MappingNode? given)
    {
        string[] telling =
        [
            "PGOPTIONS",
            "PGTZ",
            "PGDATESTYLE",
            "PGGEQO",
            "PGCLIENTENCODING",
            "PGSSLCERT",
            "PGSSLKEY",
            "PGSSLCRL",
            "PGREQUIREAUTH",
            "PGCHANNELBINDING",
            "PGTARGETSESSIONATTRS",
            "PGGSSENCMODE",
        ];
        var set = request.ReadSecrets ? telling.Where(name => request.EnvironmentVariables(name) is { Length: > 0 }).ToList() : [];
        if (set.Count > 0 && given is not null)
            diagnostics.Warning(
                "PR3989",
                $"{string.Join(", ", set)}: set, but ignored by the plan's connections",
                given.Place,
                "unset it; use parameters: of the connection, or settings: of the plan"
            );
    }

    private Dictionary<string, IReadOnlyList<string>> ManualAnswers(MappingNode? manual)
    {
        var result = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var paths = new StepPaths(plan);
        foreach (var (key, value) in manual?.Entries ?? [])
        {
            if (paths.Find(key.Value) is not { } step)
                diagnostics.Error(
                    "PR3068",
                    $"the plan has no step \"{key.Value}\"",
                    key.Place,
                    Suggestion.Help(key.Value, paths.Of(s => s.Body?.Kind.IsPersonsWork == true), "name a manual step by its path")
                );
            else if (step.Body is not BrokenBody && step.Body?.Kind.IsPersonsWork != true)
                diagnostics.Error("PR3068", $"step \"{key.Value}\" is not a manual step", key.Place, "only manual steps can be answered");
            else if (report.IsSound(value) && (value as MappingNode)?["command"] is SequenceNode command)
                result[key.Value] = [.. command.Items.OfType<ScalarNode>().Select(s => s.Value)];
        }

        return result;
    }

    private Node? Sound(MappingNode node, string key) => report.IsSound(node[key]) ? node[key] : null;

    internal static string Described(string? description) => description is null ? "" : $" ({description.TrimEnd('.')})";
}
