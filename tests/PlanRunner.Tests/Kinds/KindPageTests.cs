using System.Text.RegularExpressions;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;
using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Kinds;

/// <summary>What is written of kinds, and what tries them by chance, follows the list of kinds.</summary>
public sealed partial class KindPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "plan-language.md"));

    [Fact]
    public void The_page_of_the_plan_language_lists_every_kind() =>
        Assert.Equal(
            StepKinds.BuiltIn.Keys.Append("steps").Order(StringComparer.Ordinal),
            Named("\\| one kind key \\| (?<names>.+) \\|").Order(StringComparer.Ordinal)
        );

    [Fact]
    public void It_says_which_of_them_ask_and_which_can_undo()
    {
        Assert.Equal(Keys(kind => kind.IsCheck), Named("\\*\\*Checks\\*\\* \\((?<names>[^)]+)\\)").Order(StringComparer.Ordinal));
        Assert.Equal(Keys(kind => kind.CanUndo), Named("\\| `undo` \\| a kind \\((?<names>[^)]+)\\)").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_has_a_section()
    {
        var sections = Section().Matches(Page).Select(match => match.Groups["key"].Value);
        Assert.Equal(StepKinds.BuiltIn.Keys, sections.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Plans_by_chance_have_steps_of_every_kind()
    {
        var plans = string.Concat(Enumerable.Range(1, 100).Select(seed => RandomPlan.Of(seed).Text));
        var missing = StepKinds.BuiltIn.Keys.Where(key => !Regex.IsMatch(plans, $"^ +{key}:", RegexOptions.Multiline));
        Assert.Empty(missing);
    }

    private static IEnumerable<string> Keys(Func<StepKind, bool> filter) =>
        StepKinds.BuiltIn.All.Where(filter).Select(kind => kind.Key).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Named(string line) =>
        Regex.Match(Page, line).Groups["names"].Value.Split(',').Select(name => name.Trim().Trim('`'));

    [GeneratedRegex(@"^\*\*`(?<key>\w+)`\*\*", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();
}
