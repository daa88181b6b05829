using Xunit;

namespace PlanRunner.Tests.Plans;

/// <summary>Settings that planrunner counts on are refused wherever a plan can give settings: for all steps, for one, in the mapping of a kind.</summary>
public sealed class RequiredSettingsTests
{
    [Theory]
    [InlineData("standard_conforming_strings: off", "PR3976")]
    [InlineData("Standard_Conforming_Strings: '{{ variables.v }}'", "PR3976")]
    [InlineData("client_encoding: LATIN1", "PR3971")]
    public void They_are_refused_in_every_mapping(string setting, string id)
    {
        const string Step = "  - id: one\n    sql: { on: source, text: SELECT 1 }\n";
        using var all = new TestPlan(Step, head: $"defaults: {{ settings: {{ {setting} }} }}");
        using var step = new TestPlan($"{Step}    settings: {{ {setting} }}\n");
        using var kind = new TestPlan($"  - id: one\n    sql: {{ on: source, text: SELECT 1, settings: {{ {setting} }} }}\n");
        foreach (var plan in new[] { all, step, kind })
        {
            plan.Refuse();
            Assert.Contains($"error {id}: ", plan.Printed, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("standard_conforming_strings: on")]
    [InlineData("client_encoding: UTF8")]
    [InlineData("lock_timeout: 5s")]
    public void What_holds_anyway_may_be_said(string setting)
    {
        using var plan = new TestPlan($"  - id: one\n    sql: {{ on: source, text: SELECT 1 }}\n    settings: {{ {setting} }}\n");
        Assert.Single(plan.Render().Leaves);
    }
}
