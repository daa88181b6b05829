using System.Globalization;

namespace PlanRunner.Sql.Findings;

/// <summary>How large a relation is: rows as the server last estimated them (-1 where it never did), bytes with its indexes.</summary>
internal sealed record RelationSize(long Rows, long Bytes)
{
    /// <summary>Below this, processing every row is too fast to be noticed. Bytes.</summary>
    public const long Small = 8 * 1024 * 1024;

    public bool IsSmall => Bytes < Small;

    public string Words => Rows < 0 ? Size : $"about {Rows.ToString("N0", CultureInfo.InvariantCulture)} rows, {Size}";

    private string Size =>
        Bytes switch
        {
            >= 1L << 40 => Of(1L << 40, "TB"),
            >= 1L << 30 => Of(1L << 30, "GB"),
            >= 1L << 20 => Of(1L << 20, "MB"),
            _ => Of(1L << 10, "kB"),
        };

    private string Of(long unit, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round((double)Bytes / unit, Bytes < 10 * unit ? 1 : 0)} {name}");
}
