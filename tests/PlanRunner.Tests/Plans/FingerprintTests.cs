using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Model;
using PlanRunner.Tests.Repository;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Plans;

public sealed class FingerprintTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Of the same plan they are those of the versions before: an approval names one, and a state has them. Of the plans of which the
    /// other snapshots show no more than a number for each, in its order.
    /// </summary>
    [Fact]
    public void Of_the_same_plan_they_are_those_of_the_version_before()
    {
        using var scenes = new ReviewScenes();
        var all = ReviewScenes
            .Names.Select(name => (Name: name, Fingerprints: Snapshot.Fingerprints(ReviewJson.Of(scenes.Of(name)))))
            .Append(("screens", [Of("screens", "production")]))
            .Append(("unreachable", [Of("unreachable", "here")]));
        var text = all.SelectMany(plan => plan.Fingerprints.Select((fingerprint, i) => $"  {i + 1} {fingerprint}").Prepend(plan.Name));
        var name = $"{nameof(FingerprintTests)}.{nameof(Of_the_same_plan_they_are_those_of_the_version_before)}";
        Snapshot.VerifyWhole(Path.Combine(Snapshot.SourceFolder(), name), string.Join('\n', text));
    }

    [Theory]
    [InlineData("SELECT 1\r\nFROM t\r\n", "SELECT 1\nFROM t")]
    [InlineData("SELECT 1\n\n", "SELECT 1")]
    public void Line_ends_of_another_checkout_are_no_difference(string one, string other) =>
        Assert.Equal(Fingerprint.Of(one), Fingerprint.Of(other));

    // To Postgres only a line feed and a carriage return end a comment, to a shell only a line feed.
    [Theory]
    [InlineData("\f")]
    [InlineData("\r")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    public void What_only_looks_like_a_line_end_cannot_stand_for_one(string character) =>
        Assert.NotEqual(Fingerprint.Of($"-- harmless{character}DROP TABLE t"), Fingerprint.Of("-- harmless\nDROP TABLE t"));

    /// <summary>The text names a parameter only; from which step its value comes is part of what is approved.</summary>
    [Theory]
    [InlineData("sql: { on: source, text: 'DELETE FROM t WHERE n = :n', params: { n: stale.n } }")]
    [InlineData("query: { on: source, text: 'SELECT :n AS m', capture: [m], params: { n: stale.n } }")]
    [InlineData("assert: { on: source, text: 'SELECT :n = 1', is_true: true, params: { n: stale.n } }")]
    [InlineData("wait: { on: source, text: 'SELECT :n = 1', is_true: true, params: { n: stale.n }, timeout: 1s }")]
    [InlineData(
        "wait: { on: source, text: 'SELECT true', is_true: true, timeout: 1s, fail_if: { on: source, text: 'SELECT :n = 1', params: { n: stale.n } } }"
    )]
    [InlineData("generate: { from: source, on: source, text: \"SELECT 'k', 'SELECT 1' WHERE :n = 1\", params: { n: stale.n } }")]
    [InlineData("shell: { run: 'echo \"$n\"', params: { n: stale.n } }")]
    [InlineData("sql: { on: source, text: SELECT 1 }\n    done_when: { on: source, text: 'SELECT :n = 1', params: { n: stale.n } }")]
    [InlineData("sql: { on: source, text: SELECT 1 }\n    verify: { on: source, text: 'SELECT :n = 1', params: { n: stale.n } }")]
    [InlineData(
        "sql: { on: source, text: SELECT 1 }\n    undo: { sql: { on: source, text: 'DELETE FROM t WHERE n = :n', params: { n: stale.n } } }"
    )]
    public void Another_source_of_a_parameter_is_another_agreement(string step)
    {
        const string Reads =
            "  - { id: stale, query: { on: source, text: SELECT 1 AS n, capture: [n] } }\n  - { id: live, query: { on: source, text: SELECT 2 AS n, capture: [n] } }\n";
        var asks = Of($"{Reads}  - id: last\n    {step}\n");
        var other = Of($"{Reads}  - id: last\n    {step.Replace("stale.n", "live.n", StringComparison.Ordinal)}\n");
        Assert.NotEqual(asks, other);
        Assert.Equal(asks, Of($"{Reads}  - id: last\n    {step}\n"));
    }

    private static string Of(string steps)
    {
        using var plan = new TestPlan(steps);
        return ChangePlanner.Decide(plan.Render(), StateSnapshot.Empty, At).Fingerprint;
    }

    private static string Of(string folder, string environment)
    {
        var found = new Diagnostics();
        var plan = PlanLoader.Load(Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/EndToEnd", folder), found)!;
        var bound = EnvironmentLoader.Load(plan, environment, new Dictionary<string, string>(), false, _ => null, found)!;
        return ChangePlanner.Decide(PlanRenderer.Render(plan, bound, found)!, StateSnapshot.Empty, At).Fingerprint;
    }
}
