namespace PlanRunner.Tests.Quoting;

/// <summary>What a server made of a statement: the names of its columns and its parse tree, or its refusal.</summary>
internal sealed record SqlShape(string? Error, IReadOnlyList<string> Columns, IReadOnlyList<string> Words)
{
    /// <summary>How this, which the harmless words gave, differs from what other values gave; null where only the values do.</summary>
    /// <param name="other">What other values gave.</param>
    /// <param name="values">Those values.</param>
    /// <param name="nested">Gets the texts that are statements themselves; null takes them as any other.</param>
    public string? Difference(SqlShape other, HostileValues values, List<(string Harmless, string Hostile)>? nested)
    {
        if (Error is not null || other.Error is not null)
            return Error is null || other.Error is null
                ? $"{Error ?? "it is parsed"} became {other.Error ?? "something that is parsed"}"
                : null;
        if (!Columns.Select(column => values.Expected(column, sql: true)).SequenceEqual(other.Columns, StringComparer.Ordinal))
            return $"columns {string.Join(" | ", Columns)} became {string.Join(" | ", other.Columns)}";
        for (var i = 0; i < Math.Min(Words.Count, other.Words.Count); i++)
        {
            if (
                nested is not null
                && Words[i].StartsWith("text ", StringComparison.Ordinal)
                && Words[i].Contains("wqm", StringComparison.Ordinal)
                && other.Words[i].StartsWith("text ", StringComparison.Ordinal)
            )
                nested.Add((Words[i][5..], other.Words[i][5..]));
            else if (Blanks(values.Expected(Words[i], sql: true)) != Blanks(other.Words[i]))
                return $"{Words[i]} became {other.Words[i]}, behind {string.Join(' ', Words.Take(i).TakeLast(12))}";
        }

        return Words.Count == other.Words.Count ? null : $"{Words.Count} words became {other.Words.Count}";
    }

    // The display of a tree breaks its lines at any blank of a name; and nothing is left of the minus of a zero.
    private static string Blanks(string word) =>
        word.StartsWith("text ", StringComparison.Ordinal) ? word
        : word == "number -0" ? "number 0"
        : word.Replace('\n', ' ').Replace('\t', ' ');
}
