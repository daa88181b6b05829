using System.Globalization;
using System.Text;
using PlanRunner.Tests.Repository;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>One line of the counts.</summary>
internal sealed record SoakRow(string Series, int Trials, SoakCounts Counts, string FailingSeeds);

/// <summary>
/// The counts of the last soak in docs/reliability.md, between two marks. Each series writes its own row when it ends, so that a run
/// that breaks off leaves those that ended.
/// </summary>
internal static class SoakReport
{
    private const string Begin = "<!-- written by ./test --soak: begin -->";
    private const string End = "<!-- end -->";

    private static readonly Lock Gate = new();
    private static readonly SortedDictionary<string, SoakRow> Rows = new(StringComparer.Ordinal);
    private static readonly string Page = Path.Combine(RepositoryRoot.Path, "docs", "reliability.md");

    public static void Write(SoakRow row)
    {
        lock (Gate)
        {
            Rows[row.Series] = Rows.TryGetValue(row.Series, out var before)
                ? new SoakRow(
                    row.Series,
                    before.Trials + row.Trials,
                    before.Counts + row.Counts,
                    $"{before.FailingSeeds} {row.FailingSeeds}".Trim()
                )
                : row;
            var page = File.ReadAllText(Page);
            var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
            if (from < 0 || to < from)
                throw new InvalidOperationException($"{Page} has lost the place for the counts: {Begin} … {End}");
            File.WriteAllText(Page, $"{page[..from]}{Begin}\n{Text()}{page[to..]}");
        }
    }

    private static string Text()
    {
        var text = new StringBuilder();
        var day = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        text.Append(
            CultureInfo.InvariantCulture,
            $"{day}, {Soak.Time.TotalMinutes:0} minutes on {Environment.ProcessorCount} cores, first seed {Soak.Seed}:\n\n"
        );
        text.Append(
            "| series | trials | kills | other faults | inputs | canaries | effects looked at | lost | doubled | failing seeds |\n"
        );
        text.Append("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --- |\n");
        foreach (var row in Rows.Values)
            Append(text, row);
        Append(
            text,
            new SoakRow(
                "**all**",
                Rows.Values.Sum(r => r.Trials),
                Rows.Values.Aggregate(new SoakCounts(), (sum, r) => sum + r.Counts),
                string.Join(' ', Rows.Values.Select(r => r.FailingSeeds)).Trim()
            )
        );
        return text.ToString();
    }

    private static void Append(StringBuilder text, SoakRow row)
    {
        var c = row.Counts;
        long[] numbers = [row.Trials, c.Kills, c.Faults, c.Inputs, c.Canaries, c.Effects, c.Lost, c.Doubled];
        text.Append(
            $"| {row.Series} | {string.Join(" | ", numbers.Select(n => n.ToString("N0", CultureInfo.InvariantCulture)))} | {(row.FailingSeeds is "" ? "none" : row.FailingSeeds)} |\n"
        );
    }
}
