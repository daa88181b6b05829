using System.Globalization;
using System.Text;

namespace PlanRunner.Steps.Postgres;

/// <summary>Rows as a small table for people: bounded, without secrets, aligned.</summary>
public static class ResultTable
{
    public const int MostRows = 20;
    public const int WidestCell = 60;

    public static string Format(QueryResult result, Redactor redactor) =>
        Format([.. result.Columns.Select(c => c.Name)], result.Rows, result.RowCount, redactor);

    /// <param name="columns">The header.</param>
    /// <param name="rows">At least the first rows.</param>
    /// <param name="total">How many there are in all.</param>
    /// <param name="redactor">Takes secrets out of the cells.</param>
    public static string Format(IReadOnlyList<string> columns, IReadOnlyList<string?[]> rows, long total, Redactor redactor)
    {
        var shown = rows.Take(MostRows).Select(row => row.Select(cell => Cell(cell, redactor)).ToArray()).ToList();
        var table = new StringBuilder();
        if (columns.Count > 0)
        {
            var widths = columns.Select((c, i) => shown.Select(r => Width(r[i])).Append(Width(c)).Max()).ToArray();
            Line(table, columns, widths);
            table.AppendJoin("-+-", widths.Select(w => new string('-', w))).Append('\n');
            foreach (var row in shown)
                Line(table, row, widths);
        }

        return table.Append(Count(total, shown.Count)).ToString();
    }

    private static string Count(long total, int shown) => string.Create(
        CultureInfo.InvariantCulture, $"({total} {(total == 1 ? "row" : "rows")}{(shown < total ? $", the first {shown} shown" : "")})");

    private static void Line(StringBuilder table, IReadOnlyList<string> cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
            line.Append(i == 0 ? "" : " | ").Append(cells[i]).Append(' ', widths[i] - Width(cells[i]));
        table.Append(line.ToString().TrimEnd()).Append('\n');
    }

    private static string Cell(string? value, Redactor redactor)
    {
        if (value is null)
            return "(null)";
        // Redact before cutting: half a secret would not be recognised.
        var text = redactor.Redact(value).ReplaceLineEndings("↵").Replace('\t', ' ');
        return Width(text) <= WidestCell ? text : Cut(text, WidestCell - 1) + "…";
    }

    private static int Width(string text) => new StringInfo(text).LengthInTextElements;

    private static string Cut(string text, int length) => new StringInfo(text).SubstringByTextElements(0, length);
}
