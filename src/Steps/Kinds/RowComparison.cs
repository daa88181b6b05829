using System.Globalization;
using PlanRunner.Source;
using PlanRunner.Steps.Results;

namespace PlanRunner.Steps.Kinds;

/// <summary>The difference of two results, row by row, by the columns that name a row.</summary>
internal sealed class RowComparison
{
    private readonly string a;
    private readonly string b;
    private readonly IReadOnlyList<string> key;
    private readonly List<string?[]> differences = [];
    private long onlyA;
    private long onlyB;
    private long different;
    private long allowed;
    private long lines;
    private readonly long rowsA;
    private readonly long rowsB;

    public RowComparison(string a, QueryResult left, string b, QueryResult right, CompareStep step)
    {
        this.a = a;
        this.b = b;
        key = step.Columns;
        var ignore = step.Ignore;
        rowsA = left.RowCount;
        rowsB = right.RowCount;
        Mistake = Columns(left, right, ignore);
        if (Mistake is not null || Index(left, a) is not { } byKeyA || Index(right, b) is not { } byKeyB)
            return;
        var compared = left
            .Columns.Select(c => c.Name)
            .Where(c => !key.Contains(c, StringComparer.Ordinal) && !ignore.Contains(c, StringComparer.Ordinal))
            .ToList();
        foreach (var (name, row) in byKeyA)
        {
            if (byKeyB.TryGetValue(name, out var twin))
                Compare(left, row, right, twin, compared);
            else if (step.AllowOnlyInA)
                allowed++;
            else
                onlyA += Note($"only in {a}", left, row, "", "", "");
        }

        foreach (var row in byKeyB.Where(r => !byKeyA.ContainsKey(r.Key)).Select(r => r.Value))
        {
            if (step.AllowOnlyInB)
                allowed++;
            else
                onlyB += Note($"only in {b}", right, row, "", "", "");
        }
    }

    /// <summary>Why the two cannot be compared: other columns, a key that does not name its row.</summary>
    public string? Mistake { get; private set; }

    public bool Equal => onlyA + onlyB + different == 0;

    public string Summary =>
        Equal && allowed > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{a} and {b} agree, apart from {Counted(allowed)} that only one of them has, which is allowed"
            )
        : Equal ? string.Create(CultureInfo.InvariantCulture, $"{a} and {b} are equal: {Counted(rowsA)}")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{a} and {b} differ: {onlyA} only in {a}, {onlyB} only in {b}, {different} different ({Counted(rowsA)} and {Counted(rowsB)})"
        );

    public string Table(Redactor redactor) => ResultTable.Format(Rows(redactor), grouped: 1 + key.Count);

    /// <summary>A line for each value that differs, and for each row that only one side has.</summary>
    public FoundRows Rows(Redactor redactor) => FoundRows.Of(["difference", .. key, "column", a, b], differences, lines, redactor);

    private static string Counted(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "row" : "rows")}");

    private string? Columns(QueryResult left, QueryResult right, IReadOnlyList<string> ignore)
    {
        var inA = left.Columns.Select(c => c.Name).ToList();
        var inB = right.Columns.Select(c => c.Name).ToList();
        if (key.Concat(ignore).FirstOrDefault(c => !inA.Contains(c, StringComparer.Ordinal)) is { } missing)
            return $"the result has no column \"{missing}\"; it has {string.Join(", ", inA)}";
        if (inA.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return $"the result has two columns \"{twice.Key}\"";
        return inA.Order(StringComparer.Ordinal).SequenceEqual(inB.Order(StringComparer.Ordinal), StringComparer.Ordinal)
            ? null
            : $"{a} gives the columns {string.Join(", ", inA)}, {b} gives {string.Join(", ", inB)}";
    }

    private Dictionary<string, string?[]>? Index(QueryResult result, string side)
    {
        var positions = key.Select(result.Find).ToArray();
        var byKey = new Dictionary<string, string?[]>(StringComparer.Ordinal);
        foreach (var row in result.Rows)
        {
            // Each part with its length, so that no two keys run together.
            var name = string.Concat(positions.Select(p => row[p] is { } part ? $"{part.Length}:{part}" : "-"));
            if (byKey.TryAdd(name, row))
                continue;
            Mistake =
                $"{side} has two rows with the key {string.Join(", ", positions.Select((p, i) => $"{key[i]} = {row[p] ?? "(null)"}"))}";
            return null;
        }

        return byKey;
    }

    private void Compare(QueryResult left, string?[] row, QueryResult right, string?[] twin, List<string> compared)
    {
        var same = true;
        foreach (var column in compared)
        {
            var (x, y) = (row[left.Find(column)], twin[right.Find(column)]);
            if (x == y)
                continue;
            same = false;
            Note("different", left, row, column, x, y);
        }

        different += same ? 0 : 1;
    }

    private int Note(string what, QueryResult result, string?[] row, string column, string? x, string? y)
    {
        lines++;
        if (differences.Count < ResultTable.MostKept)
            differences.Add([what, .. key.Select(k => row[result.Find(k)]), column, x, y]);
        return 1;
    }
}
