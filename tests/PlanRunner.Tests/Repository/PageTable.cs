using Xunit;

namespace PlanRunner.Tests.Repository;

/// <summary>A table of a page in docs that a test writes, between two marks. With PLANRUNNER_ACCEPT_SNAPSHOTS=1 it is written anew.</summary>
internal static class PageTable
{
    private const string End = "<!-- end -->";

    /// <param name="name">The file in docs.</param>
    /// <param name="mark">What stands in the comment before the table.</param>
    /// <param name="table">Its lines as they have to be.</param>
    public static void IsTrue(string name, string mark, string table)
    {
        var path = Path.Combine(RepositoryRoot.Path, "docs", name);
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var begin = $"<!-- {mark} -->\n";
        var from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var now = page[..from] + table + page[page.IndexOf(End, StringComparison.Ordinal)..];
        if (now != page && Environment.GetEnvironmentVariable("PLANRUNNER_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(path, now);
        else
            Assert.Equal(now, page);
    }
}
