using PlanRunner.Sql;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Changes;

/// <summary>
/// What a text does, piece by piece: the statements of SQL, the lines of a script. What many texts have in common, such as SET or
/// <c>cd</c>, is none of it. So a step that was split, merged or emptied into others is known again by its pieces.
/// </summary>
internal sealed class TextParts
{
    private const double Most = 0.8;

    private static readonly HashSet<string> CommonCommands = new(StringComparer.Ordinal)
    {
        "set",
        "cd",
        "export",
        "unset",
        "umask",
        "trap",
        "echo",
        "printf",
        "sleep",
        "exit",
        "return",
        "true",
        "false",
        ":",
        "mkdir",
        "if",
        "then",
        "else",
        "elif",
        "fi",
        "for",
        "while",
        "until",
        "do",
        "done",
        "case",
        "esac",
        "{",
        "}",
        "wait",
        "date",
        "[",
        "test",
        "shift",
        "read",
        "local",
    };

    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    private TextParts() { }

    public int Count { get; private set; }

    public static TextParts Of(TextLanguage language, string text)
    {
        var result = new TextParts();
        foreach (
            var part in language switch
            {
                TextLanguage.Prose => [],
                TextLanguage.Shell => Lines(text),
                _ => StatementParts.Of(text),
            }
        )
            result.Add(part, 1);
        return result;
    }

    public static TextParts All(IEnumerable<TextParts> several)
    {
        var result = new TextParts();
        foreach (var (part, count) in several.SelectMany(parts => parts.counts))
            result.Add(part, count);
        return result;
    }

    public TextParts Without(TextParts other)
    {
        var result = new TextParts();
        foreach (var (part, count) in counts)
            result.Add(part, Math.Max(0, count - other.counts.GetValueOrDefault(part)));
        return result;
    }

    public int Common(TextParts other) => counts.Sum(part => Math.Min(part.Value, other.counts.GetValueOrDefault(part.Key)));

    /// <summary>All of it, or nearly so, is in the other.</summary>
    public bool IsPartOf(TextParts other) => Count > 0 && Common(other) >= Most * Count;

    private void Add(string part, int count)
    {
        if (count == 0)
            return;
        counts[part] = counts.GetValueOrDefault(part) + count;
        Count += count;
    }

    // The notes above a script begin as comments of SQL do. Where something is written to a file, echo has an effect.
    private static IEnumerable<string> Lines(string script) =>
        script
            .Split('\n')
            .Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd(';'))
            .Where(line => line.Length > 0 && !line.StartsWith('#') && !line.StartsWith("-- ", StringComparison.Ordinal))
            .Where(line =>
                !CommonCommands.Contains(line.Split(' ')[0])
                || line.AsSpan().IndexOfAny("<>|") >= 0
                || line.Contains("&&", StringComparison.Ordinal)
            );
}
