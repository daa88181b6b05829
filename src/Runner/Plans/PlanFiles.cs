using System.Collections.Concurrent;
using PlanRunner.Runner.BuiltIn;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Plans;

/// <summary>
/// Finds the files that a plan names: beside the plan, then in the templates/ folder of the plan's folder or of the nearest one
/// above it, then among those built in. What is outside these folders, by .. or by a link, is refused.
/// </summary>
internal sealed class PlanFiles : ITemplateFiles
{
    // Far enough for plans/examples/NAME inside a repository, and not so far that a stray folder in a home directory counts.
    private const int MostLevelsUp = 6;

    private const string TemplatesFolder = "templates";

    private readonly string folder;
    private readonly string shownFolder;
    private readonly string? templates;

    // Environments are rendered side by side, and what they include is looked for then.
    private readonly ConcurrentDictionary<string, SourceText> found = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<string>> names;

    /// <param name="folder">The plan's folder as a full path.</param>
    /// <param name="shownFolder">The same as people should see it, relative to where they are.</param>
    public PlanFiles(string folder, string shownFolder)
    {
        this.folder = folder;
        this.shownFolder = shownFolder;
        templates = FindTemplates(folder);
        names = new Lazy<IReadOnlyList<string>>(ListNames);
    }

    public SourceText? Find(string name, Place place, Diagnostics diagnostics)
    {
        if (found.TryGetValue(name, out var known))
            return known;
        if (Outside(name))
        {
            diagnostics.Error(
                "PR3050",
                $"\"{name}\" is outside the plan's folder",
                place,
                "name a file beside the plan or in templates/, by a relative path without .."
            );
            return null;
        }

        var source =
            InFolder(folder, name, place, diagnostics, out var stop)
            ?? (stop || templates is null ? null : InFolder(templates, name, place, diagnostics, out stop))
            ?? (stop ? null : BuiltIn(name, diagnostics));
        if (source is not null)
            found[name] = source;
        else if (!stop)
            diagnostics.Error(
                "PR3051",
                $"there is no file \"{name}\"",
                place,
                Suggestion.Help(name, names.Value, "it is looked up beside the plan, then in templates/, then among the built-in templates")
            );
        return source;
    }

    /// <summary>What <c>include</c> in a template finds, by the same rules.</summary>
    public SourceText? Include(string name) => Find(name, new Place(new SourceText(name, ""), 1, 1), []);

    public IReadOnlyList<FileContent> Contents(string path, string folder, bool whole) =>
        new PlanContents(this.folder).Of(path, folder, whole);

    private SourceText? InFolder(string root, string name, Place place, Diagnostics diagnostics, out bool stop)
    {
        stop = false;
        var path = Path.GetFullPath(Path.Combine(root, name));
        if (!File.Exists(path))
            return null;
        stop = true;
        if (LeadsOut(root, name))
        {
            diagnostics.Error(
                "PR3050",
                $"\"{name}\" is a link to a file outside {(root == folder ? "the plan's folder" : "templates/")}",
                place,
                "put the file itself there"
            );
            return null;
        }

        return SourceReader.Read(path, Shown(path), diagnostics, place);
    }

    private static SourceText? BuiltIn(string name, Diagnostics diagnostics)
    {
        var resource = $"{TemplatesFolder}/{name.Replace('\\', '/')}";
        return EmbeddedFiles.Read(resource) is { } bytes ? SourceReader.Decode(bytes, $"built-in:{resource}", diagnostics) : null;
    }

    // As the plan's own path is shown, without the way through folders that ".." cancels.
    private string Shown(string path)
    {
        var below = Path.Combine(shownFolder, Path.GetRelativePath(folder, path));
        return Path.IsPathRooted(below) ? Path.GetFullPath(below) : Path.GetRelativePath(".", below);
    }

    private static bool Outside(string name) =>
        name.Length == 0
        || Path.IsPathRooted(name)
        || name.Contains('\0', StringComparison.Ordinal)
        || name.Split('/', '\\').Contains("..", StringComparer.Ordinal);

    // Follows every link below the root; what they lead to must be below the root too.
    private static bool LeadsOut(string root, string name)
    {
        var path = root;
        foreach (var part in name.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (info.LinkTarget is null)
                continue;
            var target = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
            if (target is null || !target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static string? FindTemplates(string from)
    {
        var at = new DirectoryInfo(from);
        for (var level = 0; level <= MostLevelsUp && at is not null; level++, at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, TemplatesFolder);
            if (Directory.Exists(candidate))
                return candidate;
            if (Path.Exists(Path.Combine(at.FullName, ".git")))
                return null;
        }

        return null;
    }

    private List<string> ListNames()
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 4,
            IgnoreInaccessible = true,
        };
        IEnumerable<string> files = Below(folder);
        if (templates is not null)
            files = files.Concat(Below(templates));
        var prefix = TemplatesFolder + "/";
        return
        [
            .. files
                .Concat(EmbeddedFiles.Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..]))
                .Distinct(StringComparer.Ordinal),
        ];

        IEnumerable<string> Below(string root) =>
            Directory.EnumerateFiles(root, "*", options).Take(5000).Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'));
    }
}
