using System.Globalization;
using System.Text;
using PlanRunner.Sql.Lexing;
using PlanRunner.Templating;

namespace PlanRunner.Quoting;

/// <summary>
/// The text of an SQL template without the rows below COPY … FROM stdin: rows are data, and braces in them are not code. The
/// rows come back when the template was rendered, in as many places as their COPY.
/// </summary>
internal sealed class SqlTemplateText
{
    // No character: Unicode keeps it for what never leaves a program.
    private const char Mark = '\uFDD0';

    /// <summary>The word stdin more often than this without a COPY is not worth reading the text again for each.</summary>
    private const int MostFalseEnds = 50;

    /// <summary>In so many lines with a semicolon behind it a COPY has ended.</summary>
    private const int MostLines = 3;

    private readonly List<Cut> cuts = [];

    private SqlTemplateText(string text) => Text = text;

    /// <summary>What the template engine is given.</summary>
    public string Text { get; private set; }

    /// <summary>The code blocks of <see cref="Text"/> that are inside a string, a comment, a dollar quote or a quoted name.</summary>
    public IReadOnlyList<EmbeddedCode> Embedded { get; private set; } = [];

    /// <param name="text">As the plan or the file has it.</param>
    /// <param name="rows">Takes the rows; what is rendered together has one list.</param>
    public static SqlTemplateText Of(string text, List<string> rows)
    {
        var result = new SqlTemplateText(text);
        if (!text.Contains(Mark) && text.Contains("stdin", StringComparison.OrdinalIgnoreCase))
            result.TakeRows(text, rows);
        if (result.Text.Contains("{{", StringComparison.Ordinal))
            result.Embedded = EmbeddedCode.Find(result.Text);
        return result;
    }

    /// <summary>The offset in the whole text of one in <see cref="Text"/>.</summary>
    public int Map(int offset)
    {
        var moved = 0;
        foreach (var cut in cuts)
        {
            if (offset < cut.At)
                break;
            if (offset < cut.At + cut.Length)
                return cut.Start;
            moved = cut.Start + cut.Taken - (cut.At + cut.Length);
        }

        return offset + moved;
    }

    /// <summary>The rendered pieces with their rows, at the places of the whole text.</summary>
    /// <param name="segments">As the engine rendered them.</param>
    /// <param name="rows">All that was taken out.</param>
    /// <param name="find">The text of an included template, or of the template itself where the name is null.</param>
    public static IReadOnlyList<Segment> Restore(
        IReadOnlyList<Segment> segments,
        IReadOnlyList<string> rows,
        Func<string?, SqlTemplateText?> find
    )
    {
        if (rows.Count == 0)
            return segments;
        var result = new List<Segment>(segments.Count + rows.Count);
        foreach (var segment in segments)
        {
            var own = find(segment.Source);
            var moved = segment with
            {
                SourceStart = own?.Map(segment.SourceStart) ?? segment.SourceStart,
                ExpressionStart = own?.Map(segment.ExpressionStart) ?? segment.ExpressionStart,
            };
            if (!segment.Text.Contains(Mark))
                result.Add(moved);
            else if (segment.Verbatim && own is not null)
                Split(segment, own, rows, result);
            else
                result.Add(moved with { Text = Filled(segment.Text, rows) });
        }

        return result;
    }

    private static void Split(Segment segment, SqlTemplateText own, IReadOnlyList<string> rows, List<Segment> result)
    {
        var at = 0;
        while (at < segment.Text.Length)
        {
            var mark = segment.Text.IndexOf(Mark, at);
            var end = mark < 0 ? segment.Text.Length : mark;
            if (end > at)
                result.Add(
                    segment with
                    {
                        Text = segment.Text[at..end],
                        SourceStart = own.Map(segment.SourceStart + at),
                        SourceLength = end - at,
                    }
                );
            if (mark < 0)
                return;
            at = segment.Text.IndexOf(Mark, mark + 1) + 1;
            var taken = rows[Number(segment.Text.AsSpan((mark + 1)..(at - 1)))];
            result.Add(segment with { Text = taken, SourceStart = own.Map(segment.SourceStart + mark), SourceLength = taken.Length });
        }
    }

    // Where a text was captured, its pieces are no longer where they were written.
    private static string Filled(string text, IReadOnlyList<string> rows)
    {
        var parts = text.Split(Mark);
        var result = new StringBuilder(parts[0]);
        for (var i = 1; i < parts.Length; i++)
            result.Append(i % 2 == 1 && Number(parts[i]) is var number && number < rows.Count ? rows[number] : parts[i]);
        return result.ToString();
    }

    private static int Number(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    private void TakeRows(string text, List<string> rows)
    {
        var kept = new StringBuilder();
        var copied = 0;
        for (var from = 0; FindRows(text, from) is { } start; )
        {
            var close = CopyWatch.EndOfRows(text, start, text.Length);
            // The line break before the \. stays, so that what is left still reads as rows.
            var stop = Math.Max(start, close is { } end ? end - CopyWatch.End.Length - 1 : text.Length);
            from = close ?? text.Length;
            if (stop == start)
                continue;
            kept.Append(text, copied, start - copied);
            var mark = string.Create(CultureInfo.InvariantCulture, $"{Mark}{rows.Count}{Mark}");
            cuts.Add(new Cut(kept.Length, mark.Length, start, stop - start));
            kept.Append(mark);
            rows.Add(text[start..stop]);
            copied = stop;
        }

        if (cuts.Count > 0)
            Text = kept.Append(text, copied, text.Length - copied).ToString();
    }

    // Where the first rows behind an offset begin. What is read for it ends with the line of their COPY, as braces in the rows may be
    // of any shape.
    private static int? FindRows(string text, int from)
    {
        var tries = 0;
        for (var at = from; text.IndexOf("stdin", at, StringComparison.OrdinalIgnoreCase) is var word and >= 0 && tries++ < MostFalseEnds; )
        {
            at = word + 1;
            var line = word;
            for (var lines = 0; lines < MostLines && text.IndexOf(';', line) is var semicolon and >= 0; lines++)
            {
                line = text.IndexOf('\n', semicolon) + 1;
                if (line == 0)
                    return null;
                if (EndsWithCopy(text[from..line]))
                    return line;
            }
        }

        return null;
    }

    private static bool EndsWithCopy(string text)
    {
        var blank = EmbeddedCode.Blank(text, text.Contains("{{", StringComparison.Ordinal) ? Template.FindCode(text) : []);
        return SqlLexer.Read(blank) is [.., { Kind: SqlTokenKind.EndlessRows }];
    }

    /// <param name="At">The position of the mark in the text without rows.</param>
    /// <param name="Length">Of the mark.</param>
    /// <param name="Start">Where the rows begin in the whole text.</param>
    /// <param name="Taken">How long they are.</param>
    private readonly record struct Cut(int At, int Length, int Start, int Taken);
}
