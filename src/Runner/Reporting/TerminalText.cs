using System.Text;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>Lines for a terminal or a log, indented and folded: sentences, texts of steps, diffs.</summary>
/// <param name="colour">With ANSI colours.</param>
/// <param name="width">Longer lines are folded; null folds none.</param>
internal sealed class TerminalText(bool colour, int? width)
{
    private const int Context = 2;

    private readonly StringBuilder text = new();

    public override string ToString() => text.ToString();

    public void Blank() => text.Append('\n');

    /// <summary>A blank line, where there is none yet.</summary>
    public void Space()
    {
        if (text.Length > 1 && text[^1] == '\n' && text[^2] != '\n')
            Blank();
    }

    /// <summary>A line that programs look for: never folded or coloured.</summary>
    public void Whole(string line) => text.Append(HiddenCharacters.Show(line)).Append('\n');

    public void Diff(int depth, TextDiff diff)
    {
        foreach (var line in diff.Near(Context))
        {
            if (line is null)
            {
                Line(depth, "…", Ansi.Dim);
                continue;
            }

            var (mark, style) = line.Side switch
            {
                DiffSide.Before => ("- ", Ansi.Red),
                DiffSide.Now => ("+ ", Ansi.Green),
                _ => ("  ", Ansi.None),
            };
            if (colour && line.Pieces.Any(p => p.Changed))
            {
                var marked = string.Concat(
                    line.Pieces.Select(p =>
                        p.Changed ? Ansi.Inverse + HiddenCharacters.Show(p.Text) + Ansi.Reset + style : HiddenCharacters.Show(p.Text)
                    )
                );
                text.Append(' ', depth * 2).Append(style).Append(mark).Append(marked).Append(Ansi.Reset).Append('\n');
                continue;
            }

            Body(depth, mark, line.Text, style);
            // Without colours the changed words are pointed at from below, where that fits.
            if (line.Pieces.Any(p => p.Changed) && (width is null || depth * 2 + mark.Length + line.Text.Length <= width))
                Line(depth, "  " + Carets(line));
        }
    }

    public void Body(int depth, string prefix, string lines, string style = "")
    {
        foreach (var line in HiddenCharacters.Show(lines).ReplaceLineEndings("\n").Split('\n'))
        {
            foreach (var part in Folded(line.TrimEnd(), depth * 2 + prefix.Length))
                Line(depth, prefix + part, style);
        }
    }

    // A line that goes on is indented: what is copied from a terminal that narrow has to be edited anyway.
    private IEnumerable<string> Folded(string line, int indent)
    {
        var room = width is { } w ? Math.Max(20, w - indent) : int.MaxValue;
        return WordFold.Lines(line, room, 4);
    }

    public void Prose(int depth, string sentences, string style = "")
    {
        foreach (var line in HiddenCharacters.Show(sentences).ReplaceLineEndings("\n").Split('\n'))
        {
            var room = width is { } w ? Math.Max(20, w - depth * 2) : int.MaxValue;
            foreach (var part in WordFold.Lines(line.TrimEnd(), room, 4))
                Line(depth, part, style);
        }
    }

    /// <summary>A line to be read as a column or copied: the terminal folds it where it must, without a line break in it.</summary>
    public void Unfolded(int depth, string line) => Line(depth, line.TrimEnd());

    public void Line(int depth, string line, string style = "")
    {
        line = HiddenCharacters.Show(line);
        text.Append(' ', line.Length > 0 ? depth * 2 : 0);
        if (colour && style.Length > 0)
            text.Append(style).Append(line).Append(Ansi.Reset);
        else
            text.Append(line);
        text.Append('\n');
    }

    private static string Carets(DiffLine line) =>
        string.Concat(
                line.Pieces.Select(piece =>
                    string.Concat(
                        HiddenCharacters
                            .Show(piece.Text)
                            .Select(c =>
                                c == '\t' ? '\t'
                                : piece.Changed ? '^'
                                : ' '
                            )
                    )
                )
            )
            .TrimEnd();
}
