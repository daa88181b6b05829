using PlanRunner.Runner.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Reviewing;

public sealed class TextDiffTests
{
    [Fact]
    public void Changed_words_are_marked_within_their_lines()
    {
        var diff = TextDiff.Of(
            "SELECT id\nFROM orders\nWHERE state = 'open' LIMIT 10",
            "SELECT id\nFROM orders\nWHERE state = 'closed' LIMIT 10"
        );
        Assert.Equal(
            ["  SELECT id", "  FROM orders", "- WHERE state = '[open]' LIMIT 10", "+ WHERE state = '[closed]' LIMIT 10"],
            Shown(diff)
        );
        Assert.False(diff.WhiteSpaceOnly);
    }

    [Fact]
    public void Lines_that_have_nothing_in_common_are_not_marked_within() =>
        Assert.Equal(["- DROP TABLE a", "+ GRANT SELECT ON b TO c"], Shown(TextDiff.Of("DROP TABLE a", "GRANT SELECT ON b TO c")));

    [Fact]
    public void Lines_have_their_numbers_in_both_texts()
    {
        var diff = TextDiff.Of("a\nb\nc", "a\nx\ny\nc");
        Assert.Equal([(1, 1), (2, null), (null, 2), (null, 3), (3, (int?)4)], diff.Lines.Select(l => (l.Before, l.Now)));
        Assert.Equal((1, 2), (diff.Removed, diff.Added));
    }

    [Theory]
    [InlineData("SELECT 1,\n  2", "SELECT 1, 2", true)]
    [InlineData("SELECT 1", "SELECT  1\n", true)]
    [InlineData("\tSELECT 1", "SELECT 1", true)]
    [InlineData("SELECT 'a b'", "SELECT 'ab'", false)]
    [InlineData("SELECT 1", "SELECT 2", false)]
    public void White_space_alone_is_told_apart(string before, string now, bool expected) =>
        Assert.Equal(expected, TextDiff.Of(before, now).WhiteSpaceOnly);

    [Theory]
    [InlineData("a\nb", "a\nb")]
    [InlineData("a\r\nb\r\n", "a\nb")]
    [InlineData("", "")]
    public void The_same_text_has_no_difference_whatever_its_line_ends(string before, string now)
    {
        var diff = TextDiff.Of(before, now);
        Assert.Equal((0, 0, false), (diff.Added, diff.Removed, diff.WhiteSpaceOnly));
        Assert.All(diff.Near(2), Assert.Null);
    }

    [Fact]
    public void Only_what_is_near_a_change_is_shown()
    {
        var before = string.Join('\n', Enumerable.Range(1, 30));
        var near = TextDiff
            .Of(before, before.Replace("\n15\n", "\nfifteen\n", StringComparison.Ordinal))
            .Near(1)
            .Select(l => l?.Text)
            .ToList();
        Assert.Equal([null, "14", "15", "fifteen", "16", null], near);
    }

    private static IEnumerable<string> Shown(TextDiff diff) =>
        diff.Lines.Select(line =>
            (
                line.Side switch
                {
                    DiffSide.Before => "- ",
                    DiffSide.Now => "+ ",
                    _ => "  ",
                }
            ) + string.Concat(line.Pieces.Select(p => p.Changed ? $"[{p.Text}]" : p.Text))
        );
}
