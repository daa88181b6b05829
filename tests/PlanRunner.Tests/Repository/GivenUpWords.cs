using System.Text.RegularExpressions;

namespace PlanRunner.Tests.Repository;

/// <summary>The list in given-up-words.txt.</summary>
/// <param name="Words">What is not written, and the term to use instead.</param>
/// <param name="Skipped">Files and folders that are not read.</param>
/// <param name="Kept">FILE: TEXT of what stays in spite of the list.</param>
internal sealed record GivenUpWords(
    IReadOnlyList<(Regex Word, string Instead)> Words,
    IReadOnlyList<string> Skipped,
    IReadOnlySet<string> Kept
)
{
    // Also from one line of a comment to the next.
    private const string Gap = @"\s+(?:(?:/{2,3}|#|--|>|\|)\s+)?";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Regex Gaps = new(Gap, RegexOptions.CultureInvariant, Patience);

    public static GivenUpWords Read()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/Repository/given-up-words.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .ToList();
        return new GivenUpWords(
            [.. lines.Where(line => line.Contains(" => ", StringComparison.Ordinal)).Select(Word)],
            [.. Named("skip ")],
            Named("keep ").ToHashSet(StringComparer.Ordinal)
        );

        IEnumerable<string> Named(string what) =>
            lines.Where(line => line.StartsWith(what, StringComparison.Ordinal)).Select(line => line[what.Length..]);
    }

    public bool Skips(string path) => Skipped.Any(skipped => path == skipped || path.StartsWith(skipped + "/", StringComparison.Ordinal));

    /// <summary>Each place with a given-up word, as FILE:LINE: "WORD": TERM.</summary>
    public IEnumerable<string> In(string file, string text) =>
        Words
            .SelectMany(word => word.Word.Matches(text).Select(match => (match.Index, Found: Gaps.Replace(match.Value, " "), word.Instead)))
            .Where(found => !Kept.Contains($"{file}: {found.Found}"))
            .OrderBy(found => found.Index)
            .Select(found => $"{file}:{text.AsSpan(0, found.Index).Count('\n') + 1}: \"{found.Found}\": {found.Instead}");

    private static (Regex, string) Word(string line)
    {
        var parts = line.Split(" => ", 2);
        var pattern = parts[0].Replace(" ", Gap, StringComparison.Ordinal);
        return (new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience), parts[1]);
    }
}
