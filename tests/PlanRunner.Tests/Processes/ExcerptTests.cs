using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.Processes;

/// <summary>What a failure shows of an output can be read, however much was printed.</summary>
public sealed class ExcerptTests
{
    [Fact]
    public void What_is_short_is_shown_whole()
    {
        var excerpt = new Excerpt(2, 3);
        Assert.True(excerpt.IsEmpty);
        Add(excerpt, 5);
        Assert.Equal(["line 1", "line 2", "line 3", "line 4", "line 5"], excerpt.Lines);
    }

    [Theory]
    [InlineData(6, "… 1 line left out")]
    [InlineData(200_005, "… 200,000 lines left out")]
    public void Of_what_is_long_the_first_and_the_last_lines_are_with_the_number_of_the_others(int lines, string told)
    {
        var excerpt = new Excerpt(2, 3);
        Add(excerpt, lines);
        Assert.Equal(["line 1", "line 2", told, $"line {lines - 2}", $"line {lines - 1}", $"line {lines}"], excerpt.Lines);
        excerpt.Clear();
        Assert.Empty(excerpt.Lines);
    }

    [Fact]
    public void A_line_without_an_end_loses_its_middle()
    {
        var cut = Excerpt.Cut($"begin{new string('x', 65_526)}ended");
        Assert.StartsWith("beginx", cut, StringComparison.Ordinal);
        Assert.Contains("x … 64,536 characters left out … x", cut, StringComparison.Ordinal);
        Assert.EndsWith("xended", cut, StringComparison.Ordinal);
        Assert.InRange(cut.Length, 1000, 1050);
        Assert.Equal(new string('y', 1000), Excerpt.Cut(new string('y', 1000)));
    }

    private static void Add(Excerpt excerpt, int lines)
    {
        for (var line = 1; line <= lines; line++)
            excerpt.Add($"line {line}");
    }
}
