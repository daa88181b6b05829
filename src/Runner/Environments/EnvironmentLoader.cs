using PlanRunner.Runner.Plans;
using PlanRunner.Source;

namespace PlanRunner.Runner.Environments;

/// <summary>From an environment's name or path to the environment: found, read, checked by its schema, bound to the plan.</summary>
internal static class EnvironmentLoader
{
    private const string FolderName = "environments";
    private const string Extension = ".yaml";

    /// <summary>The environments beside the plan, by name.</summary>
    public static IReadOnlyList<string> Names(Plan plan)
    {
        var folder = Path.Combine(plan.Folder, FolderName);
        return Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder, "*" + Extension)
                    .Select(path => Path.GetFileNameWithoutExtension(path)!)
                    .Order(StringComparer.Ordinal),
            ]
            : [];
    }

    /// <summary>What <c>--env</c> names is a file, and not one of the names.</summary>
    public static bool IsPath(string nameOrPath) =>
        nameOrPath.Contains('/', StringComparison.Ordinal) || nameOrPath.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>
    /// The environment of that name beside the plan, or in the file of that path. Null where nothing could be bound. Where it has
    /// mistakes they are all in <paramref name="diagnostics"/>, and it is there only to find more of them, never to run in.
    /// </summary>
    public static PlanEnvironment? Load(
        Plan plan,
        string nameOrPath,
        IReadOnlyDictionary<string, string> variableOverrides,
        bool readSecrets,
        Func<string, string?> environmentVariables,
        Diagnostics diagnostics
    ) => Load(plan, nameOrPath, new EnvironmentRequest(variableOverrides, readSecrets, environmentVariables), diagnostics);

    public static PlanEnvironment? Load(Plan plan, string nameOrPath, EnvironmentRequest request, Diagnostics diagnostics)
    {
        var isPath = IsPath(nameOrPath);
        var path = isPath ? nameOrPath : Path.Combine(plan.Folder, FolderName, nameOrPath + Extension);
        if (!isPath && !File.Exists(path))
        {
            var help = Suggestion.Help(
                nameOrPath,
                Names(plan),
                $"{(Names(plan) is { Count: > 0 } names ? $"it has {string.Join(", ", names)}; " : "")}write {FolderName}/{nameOrPath}{Extension} beside the plan, or give a path"
            );
            diagnostics.Error("PR3060", $"plan \"{plan.Name}\" has no environment \"{nameOrPath}\"", null, help);
            return null;
        }

        if (SourceReader.Read(path, isPath ? path : Shown(plan, nameOrPath), diagnostics) is not { } source)
            return null;
        var environment = Bind(plan, source, Path.GetDirectoryName(Path.GetFullPath(path))!, request, diagnostics);
        if (!isPath && environment is not null && environment.Name != nameOrPath)
            diagnostics.Error(
                "PR3061",
                $"the file of environment \"{nameOrPath}\" has the name \"{environment.Name}\"",
                environment.NamePlace,
                $"write environment: {nameOrPath}, or rename the file"
            );
        return environment;
    }

    /// <summary>The same environment once its sandbox's clusters run: values that depend on where they listen are computed again, secrets stay.</summary>
    public static PlanEnvironment? Rebind(
        Plan plan,
        PlanEnvironment environment,
        IReadOnlyDictionary<string, SandboxServer> servers,
        IReadOnlyDictionary<string, string> variableOverrides,
        Diagnostics diagnostics
    )
    {
        var request = new EnvironmentRequest(variableOverrides, ReadSecrets: true, _ => null)
        {
            Servers = servers,
            KnownSecrets = environment.Secrets,
        };
        return Bind(plan, environment.Source, environment.Folder, request, diagnostics);
    }

    private static PlanEnvironment? Bind(Plan plan, SourceText source, string folder, EnvironmentRequest request, Diagnostics diagnostics)
    {
        if (YamlReader.Read(source, diagnostics) is not { } root)
            return null;
        var mistakes = new Diagnostics();
        var report = PlanSchema.CheckEnvironment(root, mistakes);
        foreach (var mistake in mistakes)
            diagnostics.Add(SecretBinder.Hidden(root, mistake));
        return root is MappingNode mapping ? new EnvironmentBinder(plan, source, folder, request, report, diagnostics).Bind(mapping) : null;
    }

    private static string Shown(Plan plan, string name) =>
        Path.Combine(Path.GetDirectoryName(plan.Source.Path) ?? "", FolderName, name + Extension);
}
