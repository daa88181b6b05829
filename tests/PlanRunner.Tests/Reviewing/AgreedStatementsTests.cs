using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution.Observing;
using PlanRunner.Runner.Reporting.Json;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Tests.Plans;
using Xunit;

namespace PlanRunner.Tests.Reviewing;

/// <summary>What a generate lists now against what it listed when somebody approved.</summary>
public sealed class AgreedStatementsTests : IDisposable
{
    private readonly TestPlan plan = new(
        "  - id: fill\n    generate: { from: source, on: source, text: \"SELECT '1' AS key, 'SELECT 1' AS sql\" }\n    undo: none\n"
    );

    public void Dispose() => plan.Dispose();

    [Fact]
    public void The_same_ones_are_said_to_be_the_same() =>
        Assert.Contains(
            "the same statements as when it was approved",
            Facts([("a", "INSERT INTO t VALUES (1)")], [("a", "INSERT INTO t VALUES (1)")])
        );

    [Fact]
    public void More_less_and_other_ones_are_named() =>
        Assert.Contains(
            "other statements than when it was approved: 1 more (new); 1 less (gone); 1 with another text (same)",
            Facts(
                [("same", "INSERT INTO t VALUES (1)"), ("gone", "INSERT INTO t VALUES (2)")],
                [("same", "INSERT INTO t VALUES (9)"), ("new", "INSERT INTO t VALUES (3)")]
            )
        );

    private IReadOnlyList<string> Facts((string Key, string Text)[] then, (string Key, string Text)[] now)
    {
        var changes = ChangePlanner.Decide(plan.Render(), StateSnapshot.Empty, DateTimeOffset.UnixEpoch);
        var file = Path.Combine(plan.Folder, "approved.json");
        File.WriteAllText(file, ReviewJson.Of(new ReviewBuilder(changes, new ReviewMaterial { Seen = Seen(then) }).Build()));
        var diagnostics = new Diagnostics();
        var approved = SavedReview.Read(file, diagnostics);
        Assert.Empty(diagnostics);
        return new ReviewBuilder(changes, new ReviewMaterial { Seen = Seen(now), Approved = approved }).Build().Leaves.Single().Facts;
    }

    private static Dictionary<StepPath, SeenStep> Seen((string Key, string Text)[] statements) =>
        new()
        {
            [new StepPath("fill")] = new SeenStep(
                new Observation.Listed([.. statements.Select(s => new ListedStatement(s.Key, s.Text, Fingerprint.Of(s.Text)))]),
                false
            ),
        };
}
