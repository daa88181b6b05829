using System.Globalization;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;

namespace PlanRunner.Runner.Environments;

/// <summary>Binds what a rehearsal starts, fills and works on.</summary>
internal sealed class SandboxBinder(Plan plan, SchemaReport report, Diagnostics diagnostics)
{
    private const int UsualConnections = 4;
    private const double UsualRate = 50;

    /// <summary>Null where no connection is a sandbox.</summary>
    public SandboxSettings? Bind(MappingNode root, SecretBinder secrets)
    {
        var clusters = new Dictionary<string, SandboxCluster>(StringComparer.Ordinal);
        foreach (var (key, value) in (root["connections"] as MappingNode)?.Entries ?? [])
        {
            if (report.IsSound(value) && (value as MappingNode)?["sandbox"] is MappingNode sandbox)
                clusters[key.Value] = Cluster(key, sandbox);
        }

        var workload = root["workload"] as MappingNode;
        // A sandbox that runs already: its connections are concrete, and manual steps are answered there too.
        if (clusters.Count == 0 && root["sandbox_folder"] is not null)
            return null;
        if (clusters.Count == 0)
        {
            foreach (var key in new[] { "manual", "workload" })
            {
                if (root.Entry(key) is { } entry)
                    diagnostics.Error(
                        "PR3071",
                        $"\"{key}\" is for rehearsals, and no connection here is a sandbox",
                        entry.Key.Place,
                        "remove it, or give the connections sandbox:"
                    );
            }

            return null;
        }

        return new SandboxSettings(clusters, workload is not null && report.IsSound(workload) ? Workload(workload, root, secrets) : null);
    }

    private SandboxCluster Cluster(ScalarNode name, MappingNode node)
    {
        var seed = (node["seed"] as SequenceNode)?.Items.OfType<ScalarNode>().ToList() ?? [];
        foreach (var file in seed)
            RequireFile(file);
        var settings = (node["settings"] as MappingNode)?.Entries.Where(e => e.Value is ScalarNode).ToList() ?? [];
        return new SandboxCluster(
            name.Value,
            Text(node, "major") is { } major && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null,
            Image(name, node),
            Text(node, "database") ?? "postgres",
            Text(node, "username") ?? "postgres",
            Text(node, "password"),
            settings.ToDictionary(e => e.Key.Value, e => ((ScalarNode)e.Value).Value, StringComparer.Ordinal),
            seed,
            (node["image"] as ScalarNode)?.Place ?? name.Place
        )
        {
            SettingPlaces = settings.ToDictionary(e => e.Key.Value, e => e.Key.Place, StringComparer.Ordinal),
        };
    }

    private string? Image(ScalarNode name, MappingNode node)
    {
        if (node["image"] is not ScalarNode image)
            return null;
        if (node.Entry("major") is { } major)
        {
            diagnostics.Error(
                "PR3077",
                $"the sandbox of \"{name.Value}\" has an image and a major",
                major.Key.Place,
                "keep one: image for a container, or major for the Postgres binaries of this machine"
            );
        }

        if (!SandboxImage.IsName(image.Value))
        {
            var proper = new string([.. image.Value.Trim().ToLowerInvariant().Select(c => char.IsWhiteSpace(c) ? ':' : c)]);
            diagnostics.Error(
                "PR3078",
                $"\"{image.Value}\" is not a valid container image name",
                image.Place,
                SandboxImage.IsName(proper) && proper != image.Value
                    ? $"write {proper}"
                    : "write NAME:TAG, such as postgres:18 or registry.example.com/team/postgres:18-alpine"
            );
        }

        return image.Value;
    }

    private WorkloadSettings Workload(MappingNode node, MappingNode root, SecretBinder secrets)
    {
        var file = (ScalarNode)node["file"]!;
        RequireFile(file);
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (role, secret) in (node["roles"] as MappingNode)?.Entries ?? [])
        {
            if (secret is not ScalarNode name)
                continue;
            secrets.Use(name);
            roles[role.Value] = name.Value;
        }

        foreach (var key in new[] { "starts_on", "moves_to" })
        {
            if (node[key] is ScalarNode connection && plan.Connections.All(c => c.Name != connection.Value))
                diagnostics.Error(
                    "PR3004",
                    $"the plan declares no connection \"{connection.Value}\"",
                    connection.Place,
                    Suggestion.Help(connection.Value, [.. plan.Connections.Select(c => c.Name)])
                );
        }

        var paths = new StepPaths(plan);
        if (node["moves_on"] is ScalarNode path && paths.Find(path.Value) is null)
            diagnostics.Error(
                "PR3068",
                $"the plan has no step \"{path.Value}\"",
                path.Place,
                Suggestion.Help(path.Value, paths.Of(s => !s.IsGroup), "name a step by its path")
            );
        return new WorkloadSettings(
            file,
            Text(node, "connections") is { } connections ? int.Parse(connections, CultureInfo.InvariantCulture) : UsualConnections,
            Text(node, "rate") is { } rate ? double.Parse(rate, CultureInfo.InvariantCulture) : UsualRate,
            roles,
            Text(node, "ledger")!,
            Text(node, "counters")!,
            Text(node, "starts_on") ?? plan.Connections.FirstOrDefault()?.Name ?? "",
            Text(node, "moves_to") ?? plan.Connections.ElementAtOrDefault(1)?.Name,
            Text(node, "moves_on"),
            root.Entry("workload")!.Key.Place
        );
    }

    private void RequireFile(ScalarNode file)
    {
        if (!FileKind.IsFile(Path.Combine(plan.Folder, file.Value)))
            diagnostics.Error(
                "PR3072",
                $"there is no file \"{file.Value}\" beside the plan",
                file.Place,
                "write its path from the plan's folder"
            );
    }

    private static string? Text(MappingNode node, string key) => (node[key] as ScalarNode)?.Value;
}
