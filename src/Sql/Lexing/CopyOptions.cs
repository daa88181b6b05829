namespace PlanRunner.Sql.Lexing;

/// <summary>What the options of a COPY say about where a row of it ends.</summary>
internal sealed record CopyOptions(bool IsCsv, bool IsBinary, bool HasHeader, char Quote, char Escape)
{
    public static CopyOptions Of(StatementTokens copy)
    {
        var from = Math.Max(0, copy.Find("stdin"));
        var format = Value(copy, from, "format");
        var isCsv = format == "csv" || Bare(copy, from, "csv");
        var header = Value(copy, from, "header");
        var quote = Value(copy, from, "quote") is [var q] ? q : '"';
        return new CopyOptions(
            isCsv,
            format == "binary" || Bare(copy, from, "binary") || copy.Is(1, "binary"),
            header is not null && header is not ("false" or "off" or "0"),
            quote,
            Value(copy, from, "escape") is [var e] ? e : quote
        );
    }

    public long CountRows(ReadOnlySpan<char> rows)
    {
        long count = 0;
        var quoted = false;
        var open = false;
        for (var i = 0; i < rows.Length; i++)
        {
            var c = rows[i];
            open = true;
            if (!IsCsv && c == '\\')
                i++;
            else if (IsCsv && quoted && c == Escape && Escape != Quote)
                i++;
            else if (IsCsv && c == Quote)
                quoted = !quoted;
            else if (c == '\n' && !quoted)
            {
                count++;
                open = false;
            }
        }

        return Math.Max(0, count + (open ? 1 : 0) - (HasHeader ? 1 : 0));
    }

    // (FORMAT csv, HEADER) since 9.0, WITH CSV HEADER QUOTE AS '"' before.
    private static string? Value(StatementTokens copy, int from, string option)
    {
        for (var i = from; i < copy.Count; i++)
        {
            if (!copy.Is(i, option))
                continue;
            var value = copy.Is(i + 1, "as") ? i + 2 : i + 1;
            if (value >= copy.Count || copy[value].Kind == SqlTokenKind.Symbol)
                return "";
            var raw = copy.Raw(value);
            return copy[value].Kind != SqlTokenKind.String
                ? raw.ToLowerInvariant()
                : raw[(raw.IndexOf('\'', StringComparison.Ordinal) + 1)..^1]
                    .Replace("''", "'", StringComparison.Ordinal)
                    .Replace(@"\\", @"\", StringComparison.Ordinal);
        }

        return null;
    }

    private static bool Bare(StatementTokens copy, int from, string word)
    {
        var at = copy.Is(from + 1, "with") ? from + 2 : from + 1;
        return copy.Is(at, word);
    }
}
