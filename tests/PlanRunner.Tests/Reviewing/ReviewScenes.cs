using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution.Observing;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;
using PlanRunner.Tests.Plans;
using Xunit;

namespace PlanRunner.Tests.Reviewing;

/// <summary>One plan in every situation that a reviewer meets.</summary>
internal sealed class ReviewScenes : IDisposable
{
    private const string Head = """
        description: Gives every order a total of its own.
        secrets: [reporting_password]
        variables: { currency: { default: EUR } }
        """;

    private const string Environment =
        "environment: dev\nsecrets: { reporting_password: { env: PW } }\nconnections: { source: { host: db.example.com, database: shop, username: migration } }\n";

    private const string Steps = """
          - id: prepare
            title: Make room
            description: Nothing that the application would notice.
            steps:
              - id: column
                title: Add the column
                sql:
                  on: source
                  text: |
                    ALTER TABLE orders
                        ADD COLUMN total numeric(12, 2),
                        ADD COLUMN currency text DEFAULT {{ currency | sql.literal }};
                    COMMENT ON COLUMN orders.total IS 'with <tax> & "all"';
                undo: { sql: { on: source, text: ALTER TABLE orders DROP COLUMN total } }
              - id: role
                title: A role for reports
                sql: { on: source, text: "CREATE ROLE reporting LOGIN PASSWORD {{ secrets.reporting_password | sql.literal }}" }
                undo: { sql: { on: source, text: DROP ROLE reporting } }
          - id: last-order
            query: { on: source, text: SELECT max(id) AS id FROM orders, capture: [id] }
          - id: fill
            generate: { from: source, on: source, text: "SELECT format('UPDATE orders SET total = %s', 1) AS sql, 'part-1' AS key" }
            undo: none
          - id: window
            title: Switch over
            on_failure: undo
            timeout: 5m
            confirm: Are the workers paused?
            steps:
              - id: freeze
                sql: { on: source, text: "REVOKE UPDATE ON orders FROM shop" }
                undo: { sql: { on: source, text: "GRANT UPDATE ON orders TO shop" } }
              - id: rest
                sql: { on: source, text: "UPDATE orders SET total = 0 WHERE id > :last", params: { last: last-order.id } }
                undo: none
              - id: switch
                point_of_no_return: true
                shell: { run: "./switch ```on``` --to orders" }
                undo: none
          - id: filled
            assert: { on: source, text: SELECT id FROM orders WHERE total IS NULL, empty: true }
          - id: tell
            manual: { instructions: "Tell @support in #orders: https://example.com/<orders>" }
        """;

    public static readonly IReadOnlyList<string> Names =
    [
        "nothing-done",
        "half-done",
        "failed",
        "in-doubt",
        "edited",
        "renamed",
        "removed",
        "all-done",
    ];

    private readonly List<TestPlan> plans = [];

    public void Dispose() => plans.ForEach(plan => plan.Dispose());

    public Review Of(string name)
    {
        var plan = Plan(
            name switch
            {
                "edited" => Steps
                    .Replace("numeric(12, 2)", "numeric(14, 2)", StringComparison.Ordinal)
                    .Replace("REVOKE UPDATE ON", "REVOKE  UPDATE ON", StringComparison.Ordinal),
                "renamed" => Steps.Replace("id: role", "id: reporting-role", StringComparison.Ordinal),
                "removed" => Steps.Replace(
                    Steps[
                        Steps.IndexOf("  - id: fill", StringComparison.Ordinal)..Steps.IndexOf("  - id: window", StringComparison.Ordinal)
                    ],
                    "",
                    StringComparison.Ordinal
                ),
                _ => Steps,
            }
        );
        return new ReviewBuilder(
            ChangePlanner.Decide(plan, State(name), SceneStates.At.AddHours(1)),
            new ReviewMaterial { Seen = name == "nothing-done" ? Seen(plan) : null }
        ).Build();
    }

    /// <summary>A plan with so many steps, all of them done, of which so many have changed since.</summary>
    public Review Large(int steps, int changed)
    {
        string Text(bool edited) =>
            string.Concat(
                Enumerable
                    .Range(0, steps / 20)
                    .Select(g =>
                        $"  - id: part-{g}\n    steps:\n"
                        + string.Concat(
                            Enumerable
                                .Range(0, 20)
                                .Select(i => (g * 20) + i)
                                .Select(n =>
                                    $"      - id: step-{n}\n        sql: {{ on: source, text: \"UPDATE part_{n} SET done = {(edited && n % (steps / changed) == 7 % (steps / changed) ? "now()" : "true")} WHERE id < {n}\" }}\n        undo: none\n"
                                )
                        )
                    )
            );
        var (before, now) = (Plan(Text(false)), Plan(Text(true)));
        var state = SceneStates.Opened("dev");
        foreach (var leaf in before.Leaves)
            SceneStates.Done(state, leaf);
        return new ReviewBuilder(ChangePlanner.Decide(now, state, SceneStates.At.AddHours(1)), ReviewMaterial.None).Build();
    }

    private RenderedPlan Plan(string steps)
    {
        var test = new TestPlan(
            steps,
            steps == Steps || steps.Contains("prepare", StringComparison.Ordinal) ? Head : "",
            Environment.Replace(
                "secrets: { reporting_password: { env: PW } }\n",
                steps.Contains("prepare", StringComparison.Ordinal) ? "secrets: { reporting_password: { env: PW } }\n" : "",
                StringComparison.Ordinal
            )
        );
        plans.Add(test);
        test.Variables["PW"] = "canary-4711";
        return test.Render(readSecrets: true);
    }

    private StateSnapshot State(string name)
    {
        if (name == "nothing-done")
            return StateSnapshot.Empty;
        var state = SceneStates.Opened("dev");
        var leaves = Plan(Steps).Leaves.ToDictionary(leaf => leaf.Path.Value, StringComparer.Ordinal);
        string[] done = name switch
        {
            "half-done" or "failed" or "in-doubt" => ["prepare/column", "prepare/role", "last-order"],
            _ => [.. leaves.Keys],
        };
        foreach (var path in done)
            SceneStates.Done(state, leaves[path]);
        if (name is "failed" or "in-doubt")
            SceneStates.Failed(
                state,
                leaves["fill"],
                StepEffect.Outside,
                "canceling statement due to lock timeout",
                certain: name == "failed"
            );
        if (done.Length == leaves.Count)
        {
            foreach (var group in new[] { "window" })
            {
                state.Apply(new StepStarted("r1", group, StepEffect.None) { At = SceneStates.At, Kind = "steps" });
                state.Apply(new StepDone("r1", group, "all in it is done") { At = SceneStates.At });
            }
        }

        return state;
    }

    // As a look at the databases before the first run would have it.
    private static Dictionary<StepPath, SeenStep> Seen(RenderedPlan plan) =>
        plan.Leaves.ToDictionary(
            leaf => leaf.Path,
            leaf => new SeenStep(
                leaf.Path.Value switch
                {
                    "last-order" => new Observation.Checked(true, "id = 1042"),
                    "fill" => new Observation.Listed([
                        .. Enumerable
                            .Range(1, 5)
                            .Select(n => new ListedStatement($"part-{n}", $"UPDATE orders SET total = {n}", $"v1:{n}")),
                    ]),
                    "filled" => new Observation.Later("after window/switch: column \"total\" does not exist"),
                    "window/switch" => new Observation.Opaque(),
                    _ => new Observation.Exact(),
                },
                false
            )
        );

    /// <summary>Something has to be said of every situation, or the pictures of it prove nothing.</summary>
    public static void MeansWhatItSays(string name, Review review)
    {
        var counts = review.Counts;
        Assert.True(
            name switch
            {
                "nothing-done" => counts is { ToRun: 9, Unchanged: 0 } && review.LastRun is null,
                "half-done" => counts is { ToRun: 7, Unchanged: 2 },
                "failed" => review.Leaves.Any(s => s.Mark == ChangeMark.Attention) && counts.InDoubt == 0,
                "in-doubt" => counts.InDoubt == 1,
                "edited" => counts.Changed == 2 && review.Leaves.Count(s => s.Diff is { WhiteSpaceOnly: true }) == 1,
                "renamed" => review.Removed.Count == 1
                    && counts is { ToRun: 0, Renamed: 1 }
                    && review.Leaves.Single(s => s.Mark == ChangeMark.Renamed) is { Action: StepAction.Decide, RanUnder: ["prepare/role"] },
                // Its text is nobody's now.
                "removed" => review.Removed.Count == 1 && counts is { ToRun: 0, Renamed: 0 },
                _ => counts is { ToRun: 0, Changed: 0, InDoubt: 0 } && review.Removed.Count == 0,
            },
            $"{name}: {counts}, {review.Removed.Count} removed"
        );
    }
}
