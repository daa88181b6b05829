namespace PlanRunner.Runner.Changes;

/// <summary>Whether a text is much like another: most of its lines are in the other too; of a short one, most of its words.</summary>
internal sealed class TextLikeness
{
    // With so few lines, one edited line would be most of them.
    private const int FewLines = 4;
    private const double MostLines = 0.5;
    private const double MostWords = 0.75;

    private readonly List<string> lines;

    public TextLikeness(string text) => lines = Lines(text);

    public bool IsLike(string other)
    {
        var others = Lines(other);
        if (lines.Count == 0 || others.Count == 0)
            return false;
        return Math.Max(lines.Count, others.Count) < FewLines
            ? Share(Words(lines), Words(others)) >= MostWords
            : Share(lines, others) > MostLines;
    }

    // Twice what both have, of all that there is.
    private static double Share(List<string> first, List<string> second)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in first)
            counts[part] = counts.GetValueOrDefault(part) + 1;
        var common = 0;
        foreach (var part in second)
        {
            if (counts.GetValueOrDefault(part) is var left and > 0)
            {
                counts[part] = left - 1;
                common++;
            }
        }

        return 2.0 * common / (first.Count + second.Count);
    }

    private static List<string> Words(List<string> lines) =>
        [.. lines.SelectMany(line => line.Split([' ', '(', ')', ',', ';', '='], StringSplitOptions.RemoveEmptyEntries))];

    // Without white space that differs, empty lines, and lines that are a comment of the author.
    private static List<string> Lines(string text) =>
        [
            .. text.Split('\n')
                .Select(line =>
                    string.Join(' ', line.TrimEnd(';', '\r').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant()
                )
                .Where(line =>
                    line.Length > 0 && !(line.StartsWith("-- ", StringComparison.Ordinal) && !line.Contains(':', StringComparison.Ordinal))
                ),
        ];
}
