using System.Globalization;
using System.Text;
using PlanRunner.Source;

namespace PlanRunner.Steps.Results;

/// <summary>
/// Rows for people, without secrets and never cut: what is narrow as an aligned table, what is not as a block a row with a label a
/// line, as psql's expanded display. Only the number of rows is bounded.
/// </summary>
internal static class ResultTable
{
    /// <summary>How many rows are shown.</summary>
    public const int MostRows = 20;

    /// <summary>How many rows are kept for the JSON of a dry run.</summary>
    public const int MostKept = 1000;

    /// <summary>With the usual indentation it fits a terminal of 80 columns.</summary>
    public const int WidestTable = 72;

    private static readonly string[] StatementWords =
    [
        "ALTER",
        "ANALYZE",
        "BEGIN",
        "CALL",
        "CLUSTER",
        "COMMENT",
        "COPY",
        "CREATE",
        "DELETE",
        "DO",
        "DROP",
        "GRANT",
        "INSERT",
        "MERGE",
        "REASSIGN",
        "REFRESH",
        "REINDEX",
        "RESET",
        "REVOKE",
        "SELECT",
        "SET",
        "TRUNCATE",
        "UPDATE",
        "VACUUM",
        "WITH",
    ];

    public static string Format(QueryResult result, Redactor redactor) => Format(FoundRows.Of(result, redactor));

    /// <param name="found">The rows, without secrets.</param>
    /// <param name="grouped">In a table so many first cells are left out where they are those of the row above.</param>
    public static string Format(FoundRows found, int grouped = 0)
    {
        var shown = found.Rows.Take(MostRows).Select(row => row.Select(Cell).ToArray()).ToList();
        var text = new StringBuilder();
        if (found.Columns.Count > 0)
        {
            if (Widths(found.Columns, shown) is { } widths)
                Table(text, found.Columns, shown, widths, grouped);
            else
                Blocks(text, found.Columns, shown);
        }

        return text.Append(Count(found.Total, shown.Count, found.Rows.Count)).ToString();
    }

    private static string Count(long total, int shown, int kept)
    {
        var rest =
            shown == total ? ""
            : kept == total ? $", the first {shown} shown; dry-run --output json has all of them"
            : $", the first {shown} shown; dry-run --output json has the first {kept}";
        return string.Create(CultureInfo.InvariantCulture, $"({total} {(total == 1 ? "row" : "rows")}{rest})");
    }

    // Null where a table would be too wide, or a value has several lines.
    private static int[]? Widths(IReadOnlyList<string> columns, List<string[]> rows)
    {
        if (rows.Exists(row => Array.Exists(row, cell => cell.AsSpan().IndexOfAny('\n', '\r') >= 0)))
            return null;
        var widths = columns.Select((c, i) => rows.Select(r => Width(r[i])).Append(Width(c)).Max()).ToArray();
        return widths.Sum() + (3 * (widths.Length - 1)) <= WidestTable ? widths : null;
    }

    private static void Table(StringBuilder text, IReadOnlyList<string> columns, List<string[]> rows, int[] widths, int grouped)
    {
        Line(text, columns, widths);
        text.AppendJoin("-+-", widths.Select(w => new string('-', w))).Append('\n');
        for (var i = 0; i < rows.Count; i++)
        {
            var goesOn = grouped > 0 && i > 0 && rows[i].Take(grouped).SequenceEqual(rows[i - 1].Take(grouped), StringComparer.Ordinal);
            Line(text, goesOn ? [.. rows[i].Select((cell, at) => at < grouped ? "" : cell)] : rows[i], widths);
        }
    }

    private static void Line(StringBuilder table, IReadOnlyList<string> cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
            line.Append(i == 0 ? "" : " | ").Append(cells[i]).Append(' ', widths[i] - Width(cells[i]));
        table.Append(line.ToString().TrimEnd()).Append('\n');
    }

    private static void Blocks(StringBuilder text, IReadOnlyList<string> columns, List<string[]> rows)
    {
        var label = columns.Max(Width);
        for (var i = 0; i < rows.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"-[ {i + 1} ]-\n");
            for (var at = 0; at < columns.Count; at++)
            {
                var value = rows[i][at].ReplaceLineEndings("\n").TrimEnd('\n');
                text.Append(columns[at]).Append(' ', label - Width(columns[at])).Append(" |");
                // What is long or will be copied has its own lines, without a label.
                if (label + 3 + Width(value) > WidestTable || value.Contains('\n', StringComparison.Ordinal) || IsStatement(value))
                    text.Append('\n').AppendJoin('\n', value.Split('\n').Select(line => line.Length == 0 ? "" : "  " + line)).Append('\n');
                else
                    text.Append(value.Length == 0 ? "" : " ").Append(value).Append('\n');
            }
        }
    }

    private static bool IsStatement(string value) =>
        value.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end
        && StatementWords.Contains(value[..end], StringComparer.OrdinalIgnoreCase);

    private static string Cell(string? value) => value ?? "(null)";

    private static int Width(string text) => new StringInfo(text).LengthInTextElements;
}
