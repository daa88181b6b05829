using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds.Shell;

/// <summary>The program and files of a shell step: which are part of its text by content, and which are not.</summary>
/// <param name="Covered">In the order of their names.</param>
/// <param name="Uncovered">What runs or is read and is elsewhere, as shown.</param>
internal sealed record ShellFiles(IReadOnlyList<FileContent> Covered, IReadOnlyList<string> Uncovered)
{
    public static ShellFiles Of(ShellStep step, RenderedShell shell)
    {
        if (step.Files is not { } files)
            return new ShellFiles([], []);
        var folder = shell.Folder?.Redacted ?? "";
        var left = step
            .NamedFiles.Where(name => name.StartsWith('!'))
            .SelectMany(name => files.Contents(name[1..], "", whole: true))
            .Select(file => file.Name)
            .ToHashSet(StringComparer.Ordinal);
        var (found, uncovered) = (new List<FileContent>(), new List<string>());
        foreach (var name in step.NamedFiles.Where(name => !name.StartsWith('!')))
        {
            var named = files.Contents(name, "", whole: true);
            found.AddRange(named);
            if (named.Count == 0)
                uncovered.Add($"{name} (there is no such file)");
        }

        var script = new ScriptFiles(files, folder);
        if (shell.Command is { } command)
            AddCommand(files, folder, [.. command.Select(part => part.Redacted)], script, found, uncovered);
        if (shell.Script is { } text)
            script.Read(text.Redacted);
        foreach (var value in shell.Environment.Values.Append(shell.Input).OfType<RenderedText>())
            script.ReadWords(value.Redacted);
        found.AddRange(script.Found);
        uncovered.AddRange(script.Unknown);
        var all = found
            .DistinctBy(file => file.Name)
            .Where(file => !left.Contains(file.Name))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        return new ShellFiles(
            [.. all.Where(file => file.Fingerprint is not null)],
            [
                .. uncovered.Distinct(StringComparer.Ordinal),
                .. all.Where(file => file.Fingerprint is null).Select(file => $"{file.Name} ({file.Why})"),
            ]
        );
    }

    private static void AddCommand(
        ITemplateFiles files,
        string folder,
        IReadOnlyList<string> command,
        ScriptFiles script,
        List<FileContent> found,
        List<string> uncovered
    )
    {
        var program = command[0];
        var itself = program.Contains('/', StringComparison.Ordinal) ? files.Contents(program, folder, whole: false) : [];
        found.AddRange(itself);
        if (itself.Count == 0)
            uncovered.Add(
                $"{program} {(program.Contains('/', StringComparison.Ordinal) ? "(there is no such file)" : "(a program of the machine)")}"
            );
        found.AddRange(
            command
                .Skip(1)
                .SelectMany(ScriptFiles.Arguments)
                .Where(name => !name.StartsWith("/dev/", StringComparison.Ordinal))
                .SelectMany(name => files.Contents(name, folder, whole: false))
        );
        if (ScriptFiles.TextOfShell(command, part => part) is { } text)
            script.Read(text);
    }

    /// <summary>The first file that is another one now, or gone.</summary>
    public string? Changed(ShellFiles before) => AllChanged(before).FirstOrDefault();

    /// <summary>All of them.</summary>
    public IEnumerable<string> AllChanged(ShellFiles before) =>
        before
            .Covered.Where(file => Covered.FirstOrDefault(now => now.Name == file.Name)?.Fingerprint != file.Fingerprint)
            .Select(file => file.Name);
}
