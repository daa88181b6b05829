using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PlanRunner.Source;

namespace PlanRunner.Sql.Lexing;

/// <summary>The rows of a COPY … FROM stdin, as they are in its text: sent as they are, and never read as SQL.</summary>
/// <param name="Start">Where the first one begins.</param>
/// <param name="Length">Without the <c>\.</c> that ends them.</param>
/// <param name="End">Behind that <c>\.</c>.</param>
/// <param name="Count">How many rows there are; a header is none.</param>
internal sealed record CopyRows(int Start, int Length, int End, long Count)
{
    private const int ShownWhole = 10;
    private const int ShownFirst = 3;
    private const int LongestWhole = 2000;
    private const int LongestLine = 200;

    internal static CopyRows Of(string text, SqlToken token, StatementTokens copy)
    {
        var end = token.Kind == SqlTokenKind.CopyRows ? token.End - CopyWatch.End.Length : token.End;
        return new CopyRows(
            token.Start,
            end - token.Start,
            token.End,
            CopyOptions.Of(copy).CountRows(text.AsSpan(token.Start, end - token.Start))
        );
    }

    /// <summary>A text as people see it: few rows as they are, of many the first ones, their number and a hash of all.</summary>
    public static string Shown(RenderedText text, IEnumerable<CopyRows?> all)
    {
        var result = new StringBuilder();
        var at = 0;
        foreach (var rows in all.OfType<CopyRows>())
        {
            result.Append(text.RedactedSlice(at, rows.Start - at));
            rows.AppendTo(result, text);
            at = rows.End;
        }

        return at == 0 ? text.Redacted : result.Append(text.RedactedSlice(at, text.Text.Length - at)).ToString();
    }

    /// <summary>The offset of a line of them, 1-based, as the server counts.</summary>
    public int OffsetOfLine(string text, long line)
    {
        var at = Start;
        while (line-- > 1 && text.IndexOf('\n', at, Start + Length - at) is var next and >= 0)
            at = next + 1;
        return at;
    }

    private void AppendTo(StringBuilder result, RenderedText text)
    {
        var count = Count.ToString("N0", CultureInfo.InvariantCulture) + (Count == 1 ? " row" : " rows");
        if (Count <= ShownWhole && Length <= LongestWhole)
        {
            result.Append(text.RedactedSlice(Start, Length)).Append(CopyWatch.End).Append(" -- ").Append(count);
            return;
        }

        var at = Start;
        for (var shown = 0; shown < ShownFirst && at < Start + Length; shown++)
        {
            var line = text.Text.IndexOf('\n', at, Start + Length - at) is var found and >= 0 ? found : Start + Length;
            var seen = text.RedactedSlice(at, line - at);
            result.Append(seen.Length > LongestLine ? string.Concat(seen.AsSpan(0, LongestLine), " …") : seen).Append('\n');
            at = line + 1;
        }

        result.Append("…\n").Append(CopyWatch.End).Append(" -- ").Append(count).Append(", sha256 ").Append(Hash(text));
    }

    // With LF and secrets by name, as fingerprints are, and without another copy of it all.
    private string Hash(RenderedText text)
    {
        var (all, from, length) = text.HoldsSecret ? (text.RedactedSlice(Start, Length), 0, -1) : (text.Text, Start, Length);
        var left = all.AsSpan(from, length < 0 ? all.Length : length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(1 << 16)];
        while (!left.IsEmpty)
        {
            var size = Math.Min(left.Length, 1 << 16);
            var line = left[..size].IndexOf("\r\n", StringComparison.Ordinal);
            size = line < 0 ? size - (size < left.Length && left[size - 1] == '\r' ? 1 : 0) : line;
            if (size < left.Length && size > 1 && char.IsHighSurrogate(left[size - 1]))
                size--;
            hash.AppendData(bytes, 0, Encoding.UTF8.GetBytes(left[..size], bytes));
            left = left[(size == line ? size + 1 : size)..];
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
