using System.Text;
using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// Prints diagnostics as people read them: place, number and message; the line with a caret; detail and help. Pure: the caller
/// decides where the lines go and how they are coloured.
/// </summary>
/// <param name="currentFolder">Full paths below it are shown relative to it.</param>
internal sealed class DiagnosticPrinter(string currentFolder)
{
    /// <summary>The widest source line that is shown whole, in characters.</summary>
    public const int WidestLine = 160;

    private const int TabWidth = 4;
    private const string Ellipsis = "…";
    private const int MostSteps = 3;

    /// <summary>All of them in order, an empty line after each, and how many there are.</summary>
    public IReadOnlyList<string> Print(IReadOnlyCollection<Diagnostic> diagnostics) => [.. Parts(diagnostics).Select(part => part.Line)];

    public IReadOnlyList<string> Print(Diagnostic diagnostic) => [.. Parts(diagnostic).Select(part => part.Line)];

    /// <summary>The same, and which lines are sentences, which may be folded: a line of a file, a row or a statement must not be.</summary>
    internal List<(string Line, bool IsProse)> Parts(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        var lines = new List<(string, bool)>();
        var (errors, warnings) = (0, 0);
        foreach (var diagnostic in diagnostics)
        {
            lines.AddRange(Parts(diagnostic));
            lines.Add(("", true));
            errors += diagnostic.Severity == Severity.Error ? 1 : 0;
            warnings += diagnostic.Severity == Severity.Warning ? 1 : 0;
        }

        if (errors + warnings > 0)
            lines.Add((Count(errors, warnings), true));
        return lines;
    }

    internal List<(string Line, bool IsProse)> Parts(Diagnostic diagnostic)
    {
        var head = $"{Word(diagnostic.Severity)} {diagnostic.Id}: {Lines(diagnostic.Message, "    ")}";
        var lines = new List<(string, bool)>();
        if (diagnostic.Place is { } place)
        {
            lines.Add(($"{Shown(place)}: {head}", true));
            if (!diagnostic.HidesSource)
                AddSnippet(place, lines);
        }
        else
        {
            lines.Add((head, true));
        }

        if (diagnostic.IncludedFrom is { Count: > 0 } from)
        {
            var more = from.Count > MostSteps ? $" and {from.Count - MostSteps} more" : "";
            lines.Add(($"  included from {string.Join(", ", from.Take(MostSteps).Select(Shown))}{more}", false));
        }

        foreach (var line in diagnostic.Detail?.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n') ?? [])
            lines.Add(($"  {Printable(line)}".TrimEnd(), false));
        if (diagnostic.Help is { } help)
            lines.Add(($"  help: {Lines(help, "        ")}", true));
        return lines;
    }

    /// <summary><c>2 errors, 1 warning</c></summary>
    public static string Count(int errors, int warnings)
    {
        var parts = new List<string>();
        if (errors > 0)
            parts.Add(errors == 1 ? "1 error" : $"{errors} errors");
        if (warnings > 0)
            parts.Add(warnings == 1 ? "1 warning" : $"{warnings} warnings");
        return string.Join(", ", parts);
    }

    private static void AddSnippet(Place place, List<(string, bool)> lines)
    {
        var text = place.Source.Line(place.Line);
        if (string.IsNullOrWhiteSpace(text))
            return;
        var start = Math.Clamp(place.Column - 1, 0, text.Length);
        var length = Math.Clamp(place.Length, 1, Math.Max(1, text.Length - start));
        var (from, to) = ShownColumns(text.Length, start, length);
        var lead = from > 0 ? Ellipsis : "";
        var shown = lead + Printable(text[from..to]) + (to < text.Length ? Ellipsis : "");
        var before = lead.Length + Width(text[from..start]);
        var under = Math.Max(1, Width(text[start..Math.Min(to, start + length)]));
        var gutter = place.Line.ToString();
        lines.Add(($"  {gutter} | {shown.TrimEnd()}", false));
        lines.Add(($"  {new string(' ', gutter.Length)} | {new string(' ', before)}{new string('^', under)}", false));
    }

    // Of a long line the part around the stretch, which may itself be cut at the end.
    private static (int From, int To) ShownColumns(int lineLength, int start, int length)
    {
        if (lineLength <= WidestLine)
            return (0, lineLength);
        var from = Math.Clamp(start - Math.Max(20, (WidestLine - length) / 2), 0, lineLength - WidestLine);
        return (from, from + WidestLine);
    }

    private static string Lines(string text, string indent) =>
        string.Join("\n" + indent, text.ReplaceLineEndings("\n").Split('\n').Select(Printable));

    // Tabs become spaces, and what a terminal would act upon becomes visible.
    private static string Printable(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c == '\t')
                result.Append(' ', TabWidth);
            else
                result.Append(char.IsControl(c) ? '\uFFFD' : c);
        }

        return result.ToString();
    }

    private static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += rune.Value == '\t' ? TabWidth : CellWidth.Of(rune);
        return width;
    }

    private string Shown(Place place) => $"{Printable(Shown(place.Source.Path))}:{place.Line}:{place.Column}";

    private string Shown(string path)
    {
        if (!Path.IsPathFullyQualified(path))
            return path;
        var relative = Path.GetRelativePath(currentFolder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string Word(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        };
}
