using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Plans;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("slq", "sql")]
    [InlineData("asert", "assert")]
    [InlineData("on-failure", "on_failure")]
    [InlineData("Timeout", "timeout")]
    [InlineData("idempotant", "idempotent")]
    [InlineData("x", null)]
    [InlineData("publication", null)]
    public void The_nearest_name_is_meant(string written, string? meant) =>
        Assert.Equal(meant, Suggestion.Nearest(written, ["sql", "assert", "on_failure", "timeout", "idempotent", "wait"]));

    [Fact]
    public void Where_none_is_near_the_few_there_are_are_named()
    {
        Assert.Equal("there is \"source\", \"target\"", Suggestion.Help("elsewhere", ["target", "source"]));
        Assert.Equal("declare it", Suggestion.Help("elsewhere", ["target", "source"], "declare it"));
        Assert.Null(Suggestion.Help("elsewhere", []));
    }
}
