using System.Text;

namespace PlanRunner.Runner.Commands.Pages;

/// <summary>A page in Markdown, by its headings.</summary>
internal sealed class MarkdownPage
{
    private readonly string[] lines;
    private readonly List<(int Line, int Level, string Anchor)> headings = [];

    public MarkdownPage(string text)
    {
        Text = text;
        lines = text.Split('\n');
        var code = false;
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith("```", StringComparison.Ordinal))
                code = !code;
            var level = lines[at].TakeWhile(c => c == '#').Count();
            if (!code && level > 0 && lines[at].ElementAtOrDefault(level) == ' ')
                headings.Add((at, level, Anchor(lines[at][level..])));
        }
    }

    public string Text { get; }

    public string Title => lines[0].TrimStart('#', ' ');

    /// <summary>The sections as links name them.</summary>
    public IEnumerable<string> Sections => headings.Skip(1).Select(h => h.Anchor);

    /// <summary>A heading and all below it, up to the next of its level; null where there is no such section.</summary>
    public string? Section(string anchor)
    {
        var found = headings.FindIndex(h => string.Equals(h.Anchor, anchor, StringComparison.OrdinalIgnoreCase));
        if (found < 0)
            return null;
        var next = headings.FindIndex(found + 1, h => h.Level <= headings[found].Level);
        var end = next < 0 ? lines.Length : headings[next].Line;
        return string.Join('\n', lines[headings[found].Line..end]).TrimEnd() + "\n";
    }

    // As GitHub makes them of headings.
    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var letter in heading.Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter) || letter is '_' or '-')
                anchor.Append(letter);
            else if (letter == ' ')
                anchor.Append('-');
        }

        return anchor.ToString();
    }
}
