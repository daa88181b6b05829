using System.Text.RegularExpressions;

namespace PlanRunner.Steps.Kinds;

/// <summary>The files that a shell step's program is, takes or names: what of them is part of the step's text by content, and what is not.</summary>
/// <param name="Covered">In the order of their names.</param>
/// <param name="Uncovered">What runs or is read and lies elsewhere, for people.</param>
internal sealed partial record ShellFiles(IReadOnlyList<FileContent> Covered, IReadOnlyList<string> Uncovered)
{
    public static ShellFiles Of(ShellStep step, RenderedShell shell)
    {
        if (step.Files is not { } files)
            return new ShellFiles([], []);
        var folder = shell.Folder?.Redacted ?? "";
        var left = step.NamedFiles.Where(name => name.StartsWith('!')).SelectMany(name => files.Contents(name[1..], "", whole: true)).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var (found, uncovered) = (new List<FileContent>(), new List<string>());
        foreach (var name in step.NamedFiles.Where(name => !name.StartsWith('!')))
        {
            var named = files.Contents(name, "", whole: true);
            found.AddRange(named);
            if (named.Count == 0)
                uncovered.Add($"{name} (there is no such file)");
        }

        if (shell.Command is { } command)
        {
            var program = command[0].Redacted;
            var itself = program.Contains('/', StringComparison.Ordinal) ? files.Contents(program, folder, whole: false) : [];
            found.AddRange(itself);
            if (itself.Count == 0)
                uncovered.Add(program.Contains('/', StringComparison.Ordinal) ? $"{program} (there is no such file)" : $"{program} (a program of the machine)");
            found.AddRange(command.Skip(1).SelectMany(part => Arguments(part.Redacted)).SelectMany(name => FileAt(files, name, folder)));
        }

        if (shell.Script is { } script)
            found.AddRange(Words(script.Redacted).SelectMany(name => FileAt(files, name, folder)).Where(file => file.Fingerprint is not null));
        var all = found.DistinctBy(file => file.Name).Where(file => !left.Contains(file.Name)).OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        return new ShellFiles(
            [.. all.Where(file => file.Fingerprint is not null)],
            [.. uncovered, .. all.Where(file => file.Fingerprint is null).Select(file => $"{file.Name} (outside of the plan's folder and repository, or too large)")]);
    }

    /// <summary>The first file that is another one now, or gone.</summary>
    public string? Changed(ShellFiles before) => before.Covered.FirstOrDefault(file => Covered.FirstOrDefault(now => now.Name == file.Name)?.Fingerprint != file.Fingerprint)?.Name;

    private static IEnumerable<FileContent> FileAt(ITemplateFiles files, string name, string folder) =>
        name.StartsWith("/dev/", StringComparison.Ordinal) ? [] : files.Contents(name, folder, whole: false);

    private static IEnumerable<string> Arguments(string part)
    {
        yield return part;
        if (part.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            yield return part[(equals + 1)..];
        else if (part.Length > 2 && part[0] == '-' && part[1] != '-')
            yield return part[2..];
    }

    // What a script writes to is not what it runs; a word without / or . is seldom a file. A full path came with a value: it is
    // another one on each machine, and what lies there was often made by a run.
    private static IEnumerable<string> Words(string script) => Word().Matches(script)
        .Where(match => !match.Groups["to"].Success && match.Groups["word"].Value is var word && !word.Contains('$', StringComparison.Ordinal) && !word.StartsWith('/') && (word.Contains('/', StringComparison.Ordinal) || word.Contains('.', StringComparison.Ordinal)))
        .SelectMany(match => Arguments(match.Groups["word"].Value));

    [GeneratedRegex("""(?:^|\n)[ \t]*#[^\n]*|(?<to>>>?[ \t]*)?(?<word>[^\s;|&()<>'"`{}]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();
}
