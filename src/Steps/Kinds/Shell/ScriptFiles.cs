using System.Text.RegularExpressions;
using PlanRunner.Quoting;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds.Shell;

/// <summary>The files that a script names, in whichever folder it changes to, and what it runs that cannot be known beforehand.</summary>
/// <param name="files">Where they are looked for.</param>
/// <param name="start">The folder that the script begins in, from the plan's.</param>
internal sealed partial class ScriptFiles(ITemplateFiles files, string start)
{
    private const int Deepest = 5;
    private const int LongestText = 1 << 20;

    // Their first argument that is no option is a script.
    private static readonly HashSet<string> Shells = new(StringComparer.Ordinal) { "sh", "bash", "dash", "ksh", "zsh", "ash" };
    private static readonly HashSet<string> Interpreters = new(StringComparer.Ordinal)
    {
        ".",
        "source",
        "python",
        "python3",
        "perl",
        "ruby",
        "node",
    };

    private static readonly HashSet<string> Before = new(StringComparer.Ordinal)
    {
        "if",
        "then",
        "elif",
        "else",
        "while",
        "until",
        "do",
        "!",
        "{",
        "time",
        "exec",
        "command",
        "env",
        "nohup",
        "builtin",
        "eval",
    };

    // What the machine's own programs are is the machine's affair.
    private static readonly string[] Machine = ["/bin/", "/sbin/", "/usr/", "/opt/homebrew/"];

    private readonly List<string> folders = [start];
    private readonly Dictionary<(string Folder, string Name), IReadOnlyList<FileContent>> looked = [];

    public List<FileContent> Found { get; } = [];

    /// <summary>What runs and is not known by its content, as shown.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>Names of files in any text, such as those that <c>\i</c> of psql names.</summary>
    public void ReadWords(string text)
    {
        foreach (Match match in Word().Matches(text.Length > LongestText ? text[..LongestText] : text))
        {
            if (!match.Groups["to"].Success && match.Groups["word"].Value is var word && !word.Contains('$', StringComparison.Ordinal))
                Name(word);
        }
    }

    public void Read(string script, int depth = 0)
    {
        var commands = ScriptReader.Commands(script);
        foreach (var command in commands)
        {
            var words = command
                .Where(word => !word.Written)
                .SkipWhile(word => IsAssignment(word.Raw) || (Before.Contains(word.Text) && !word.Expands))
                .ToList();
            foreach (var word in words.Where(word => !word.Expands))
                Name(word.Text);
            foreach (var word in words.Where(word => word.Globs && IsScript(word.Raw)))
                Tell(word);
            if (words is [{ Text: "cd", Expands: false }, { Expands: false } folder, ..])
                folders.AddRange([.. folders.Select(from => Path.Combine(from, folder.Text)).Except(folders, StringComparer.Ordinal)]);
            else if (words.Count > 0)
                Runs(words, commands, depth);
        }

        ReadWords(script);
    }

    /// <summary>The text after <c>-c</c> of a shell, also of one that sudo or timeout runs.</summary>
    public static T? TextOfShell<T>(IReadOnlyList<T> words, Func<T, string> text)
        where T : class
    {
        var at = words.Select(text).TakeWhile(word => !IsShell(word)).Count() + 1;
        for (; at < words.Count && text(words[at]) is ['-' or '+', ..] option; at++)
        {
            if (option is ['-', not '-', ..] && option.Contains('c', StringComparison.Ordinal))
                return at + 1 < words.Count ? words[at + 1] : null;
            if (option is ['-' or '+', .., 'o'])
                at++;
        }

        return null;
    }

    private static bool IsShell(string word) => Shells.Contains(Path.GetFileName(word));

    private void Runs(List<ScriptWord> words, IReadOnlyList<IReadOnlyList<ScriptWord>> commands, int depth)
    {
        if (TextOfShell(words, word => word.Text) is { } text)
        {
            if (!text.Expands && depth < Deepest)
                Read(text.Text, depth + 1);
            else
                Tell(text);
            return;
        }

        if (Program(words) is not { } run)
            return;
        if (run.Expands)
            Tell(run);
        else if (run.Text.StartsWith('/'))
            TellFullPath(run.Text);
        // A file that the script names more than once is assumed to be created by it.
        else if (
            run.Text.AsSpan().IndexOfAny('/', '.') >= 0
            && !folders.Exists(folder => Contents(run.Text, folder).Count > 0)
            && commands.Sum(command => command.Count(word => word.Text == run.Text)) == 1
        )
            Unknown.Add($"{run.Text} (there is no such file)");
    }

    // The file that a command runs: its first word, or what a shell or an interpreter takes.
    private static ScriptWord? Program(List<ScriptWord> words)
    {
        var taker =
            Interpreters.Contains(Path.GetFileName(words[0].Text)) && !words[0].Expands
                ? 0
                : words.FindIndex(word => !word.Expands && IsShell(word.Text));
        if (taker >= 0)
            return words.Skip(taker + 1).SkipWhile(word => word.Text.StartsWith('-')).FirstOrDefault();
        return words[0].HasPath || words[0].Expands ? words[0] : null;
    }

    private void TellFullPath(string path)
    {
        if (!Machine.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)) && Contents(path, "").Count > 0)
            Unknown.Add($"{path} (a full path)");
    }

    private void Tell(ScriptWord word) => Unknown.Add($"{word.Raw} (only known when it runs; list the files in with_files)");

    // A word without / or . is seldom a file. A full path came with a value: it is another one on each machine, and what lies there
    // was often made by a run.
    private void Name(string word)
    {
        if (word.StartsWith('/') || word.AsSpan().IndexOfAny('/', '.') < 0 || word.Contains('\n', StringComparison.Ordinal))
            return;
        foreach (var name in Arguments(word).Where(name => !name.StartsWith('/')))
            Found.AddRange(folders.SelectMany(folder => Contents(name, folder)));
    }

    // A script names a file more than once, and each look reads it whole.
    private IReadOnlyList<FileContent> Contents(string name, string folder) =>
        looked.TryGetValue((folder, name), out var known) ? known : looked[(folder, name)] = files.Contents(name, folder, whole: false);

    public static IEnumerable<string> Arguments(string part)
    {
        yield return part;
        if (part.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            yield return part[(equals + 1)..];
        else if (part.Length > 2 && part[0] == '-' && part[1] != '-')
            yield return part[2..];
    }

    private static bool IsScript(string raw) =>
        Path.GetExtension(raw.TrimEnd('"', '\'')) is ".sh" or ".bash" or ".sql" or ".psql" or ".py" or ".pl" or ".rb";

    private static bool IsAssignment(string raw) =>
        raw.IndexOf('=', StringComparison.Ordinal) is var equals and > 0 && raw.AsSpan(0, equals).IndexOfAnyExcept(NameLetters) < 0;

    private static readonly System.Buffers.SearchValues<char> NameLetters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
    );

    [GeneratedRegex(
        """(?:^|\n)[ \t]*#[^\n]*|(?<to>>>?[ \t]*)?(?<word>[^\s;|&()<>'"`{}]+)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Word();
}
