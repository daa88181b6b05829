using PlanRunner.Source;

namespace PlanRunner.Steps.Results;

/// <summary>What a check found, without secrets: at least the first rows, and how many there are in all.</summary>
internal sealed record FoundRows(IReadOnlyList<string> Columns, IReadOnlyList<string?[]> Rows, long Total)
{
    public static FoundRows Of(QueryResult result, Redactor redactor) =>
        Of([.. result.Columns.Select(c => c.Name)], result.Rows, result.RowCount, redactor);

    public static FoundRows Of(IReadOnlyList<string> columns, IEnumerable<string?[]> rows, long total, Redactor redactor) =>
        new(columns, [.. rows.Select(row => row.Select(cell => cell is null ? null : redactor.Redact(cell)).ToArray())], total);
}
