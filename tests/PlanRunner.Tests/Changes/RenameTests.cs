using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Tests.Plans;
using Xunit;

namespace PlanRunner.Tests.Changes;

/// <summary>A plan that ran whole, and the same plan with other ids: what an apply would do.</summary>
public sealed class RenameTests : IDisposable
{
    private const string Long =
        "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCREATE TABLE c (id int);\nCREATE TABLE d (id int);\nCREATE TABLE e (id int)";

    private const string Item = "{{ item | sql.ident }}";

    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly List<TestPlan> plans = [];

    public void Dispose() => plans.ForEach(plan => plan.Dispose());

    [Theory]
    [InlineData("a renamed step is asked about", "a: UPDATE t SET n = 1", "b: UPDATE t SET n = 1", "b renamed")]
    [InlineData(
        "two ids that changed places are asked about though both may run again",
        "a: UPDATE t SET n = 1!rerun, b: DELETE FROM u!rerun",
        "a: DELETE FROM u!rerun, b: UPDATE t SET n = 1!rerun",
        "a renamed, b renamed"
    )]
    [InlineData(
        "a new step took the id of an old one, which got another",
        "a: UPDATE t SET n = 1!accept",
        "a: DELETE FROM u!accept, b: UPDATE t SET n = 1",
        "a done, b renamed"
    )]
    [InlineData(
        "two new steps with the text of one that is gone",
        "a: UPDATE t SET n = 1",
        "b: UPDATE t SET n = 1, c: UPDATE t SET n = 1",
        "b renamed, c renamed"
    )]
    [InlineData(
        "the same text twice from the start is two steps",
        "a: UPDATE t SET n = 1",
        "a: UPDATE t SET n = 1, b: UPDATE t SET n = 1",
        "a done, b to run"
    )]
    [InlineData(
        "another text beside a step that is gone is a new step",
        "a: UPDATE t SET n = 1",
        "b: CREATE INDEX ON orders (customer)",
        "b to run"
    )]
    [InlineData("other white space makes no other step", "a: UPDATE t SET n = 1", "b: UPDATE  t|  SET n = 1", "b renamed")]
    [InlineData("one line of five that differs", "a: LONG", "b: LONG+", "b renamed")]
    public void What_ran_under_another_id_is_seen(string what, string before, string now, string expected)
    {
        var state = Ran(Plan(Steps(before)));
        var changes = ChangePlanner.Decide(Plan(Steps(now)), state, At);
        Assert.True(expected == Words(changes), $"{what}: {Words(changes)}");
        Assert.Equal(expected.Contains("renamed", StringComparison.Ordinal), changes.Undecided.Any());
    }

    [Theory]
    [InlineData("one split into four", "a: 12345678", "a1: 12, a2: 34, a3: 56, a4: 78", "a1 renamed, a2 renamed, a3 renamed, a4 renamed")]
    [InlineData("three merged into one", "a: 12, b: 34, c: 56", "d: 123456", "d renamed")]
    [InlineData("four of one line merged into one with one line more", "a: 1, b: 2, c: 3, d: 4", "e: 12345", "e renamed")]
    [InlineData("one merged into another that keeps its id and runs again", "a: 12, b: 34", "a: 1234!rerun", "a renamed")]
    [InlineData(
        "lines that left a step which keeps its id",
        "a: 123456!accept",
        "a: 12!accept, b: 34, c: 56",
        "a done, b renamed, c renamed"
    )]
    [InlineData(
        "rows of an INSERT",
        "a: INSERT INTO t VALUES (1);|COPY1",
        "b: INSERT INTO t|VALUES (4);, c: INSERT INTO t VALUES (2)",
        "b renamed, c to run"
    )]
    [InlineData(
        "a step that only grew, beside a new one with its old lines",
        "a: 1234!accept",
        "a: 12345!accept, b: 12",
        "a done, b to run"
    )]
    [InlineData("nothing in common but what every step has", "a: S123456", "b: S7, c: S, d: SX", "b to run, c to run, d to run")]
    [InlineData("half of a new step", "a: 12345678", "b: 189", "b to run")]
    public void What_ran_in_other_portions_is_seen(string what, string before, string now, string expected)
    {
        var state = Ran(Plan(Steps(Lines(before))));
        var found = ChangePlanner.Decide(Plan(Steps(Lines(now))), state, At);
        Assert.True(expected == Words(found), $"{what}: {Words(found)}");

        // One of the lost steps alone is not all of it: who says that it is new says so of all.
        var asked = found.Leaves.Where(c => c.RanUnder is not null).ToList();
        asked.ForEach(c => state.Apply(new StepDeclaredNew(c.Path.Value, c.RanUnder!.Beside, "on purpose", "ada", "build-7") { At = At }));
        Assert.Empty(ChangePlanner.Decide(Plan(Steps(Lines(now))), state, At).Renamed);
    }

    // A digit is a statement of its own, S what many steps begin with.
    private static string Lines(string steps) =>
        string.Join(
            ", ",
            steps
                .Split(", ")
                .Select(step =>
                    step.Split(": ") is [var id, var text] && !text.Contains(' ', StringComparison.Ordinal)
                        ? $"{id}: {string.Join('|', text.Split('!')[0].Select(Line))}{(text.Contains('!', StringComparison.Ordinal) ? "!" + text.Split('!')[1] : "")}"
                        : step.Replace("COPY1", "INSERT INTO t VALUES (3),(4),|(5)", StringComparison.Ordinal)
                )
        );

    private static string Line(char letter) =>
        letter switch
        {
            'S' => "-- as always|SET search_path TO app;|CREATE SCHEMA IF NOT EXISTS app;|ANALYZE;",
            'X' => "UPDATE other SET n = 1;",
            _ => $"INSERT INTO t VALUES ({letter});",
        };

    [Theory]
    [InlineData("a", "b: UPDATE t SET n = 1!none", "b renamed")]
    [InlineData("a, b", "a: UPDATE t SET n = 1!none, c: UPDATE t SET n = 1!none", "a done, c renamed")]
    [InlineData("a, b", "a: UPDATE t SET n = 1!none, b: UPDATE t SET n = 1!none, c: UPDATE t SET n = 1!none", "a done, b done, c to run")]
    [InlineData("a", "b: UPDATE t|  SET n = 1!none", "b renamed")]
    public void What_was_new_itself_when_it_ran_is_asked_about_though_the_plan_says_none(string before, string now, string expected)
    {
        string New(string steps) => Steps(steps).Replace("on_change: none", "renamed_from: none", StringComparison.Ordinal);
        var state = Ran(Plan(New(string.Join(", ", before.Split(", ").Select(id => $"{id}: UPDATE t SET n = 1!none")))));
        var changes = ChangePlanner.Decide(Plan(New(now)), state, At);
        Assert.Equal(expected, Words(changes));
        foreach (var change in changes.Renamed)
            state.Apply(new StepDeclaredNew(change.Path.Value, change.RanUnder!.Beside, "once more", "ada", "build-7") { At = At });
        Assert.Empty(ChangePlanner.Decide(Plan(New(now)), state, At).Renamed);
    }

    [Fact]
    public void A_renamed_check_is_asked_again_and_one_that_captures_is_asked_about()
    {
        const string Checks = """
              - id: ID-look
                assert: { on: source, text: "SELECT 1 FROM t", not_empty: true }
              - id: ID-read
                query: { on: source, text: "SELECT max(id) AS id FROM t", capture: [id] }
              - id: work
                sql: { on: source, text: "UPDATE t SET n = 1" }
            """;
        var state = Ran(Plan(Checks.Replace("ID", "old", StringComparison.Ordinal)));
        Assert.Equal(
            "new-look to run, new-read renamed, work done",
            Words(ChangePlanner.Decide(Plan(Checks.Replace("ID", "new", StringComparison.Ordinal)), state, At))
        );
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("g/a", "h/a")]
    [InlineData("g/a", "a")]
    [InlineData("a", "g/a")]
    public void What_the_plan_says_was_renamed_is_done_under_its_new_path(string old, string path)
    {
        var state = Ran(Plan(Nested(old, "")));
        var plan = Plan(Nested(path, $"renamed_from: {old}"));
        Assert.Equal($"{path} renamed", Words(ChangePlanner.Decide(Plan(Nested(path, "")), state, At)));
        state.Apply(Renames.Of(plan, state, Operator.OfProcess)!);
        Assert.Equal($"{path} done", Words(ChangePlanner.Decide(plan, state, At)));
        Assert.Empty(ChangePlanner.Decide(plan, state, At).Removed);
        Assert.Null(Renames.Of(plan, state, Operator.OfProcess));
    }

    [Fact]
    public void A_group_takes_all_in_it_along_also_in_the_instances_of_a_foreach()
    {
        string Tables(string group, string inner, string said) =>
            $$"""
                  - id: {{group}}
                    foreach: "['orders', 'lines']"
                    {{said}}
                    steps:
                      - id: {{inner}}
                        sql: { on: source, text: "UPDATE {{Item}} SET n = 1" }
                      - id: other
                        sql: { on: source, text: "DELETE FROM {{Item}}" }
                """;
        var state = Ran(Plan(Tables("tables", "fill", "")));
        var plan = Plan(
            Tables("relations", "load", "renamed_from: tables")
                .Replace("- id: load", "- id: load\n        renamed_from: tables/fill", StringComparison.Ordinal)
        );
        state.Apply(Renames.Of(plan, state, Operator.OfProcess)!);
        Assert.Equal(
            "relations[orders]/load done, relations[orders]/other done, relations[lines]/load done, relations[lines]/other done",
            Words(ChangePlanner.Decide(plan, state, At))
        );
    }

    [Fact]
    public void Two_that_changed_places_are_moved_at_once_and_only_once()
    {
        var state = Ran(Plan(Steps("a: UPDATE t SET n = 1, b: DELETE FROM u")));
        var plan = Plan(
            Steps("a: DELETE FROM u, b: UPDATE t SET n = 1")
                .Replace("- id: a", "- id: a\n    renamed_from: b", StringComparison.Ordinal)
                .Replace("- id: b", "- id: b\n    renamed_from: a", StringComparison.Ordinal)
        );
        var moved = Renames.Of(plan, state, Operator.OfProcess)!;
        state.Apply(moved);
        state.Apply(moved);
        Assert.Equal("a done, b done", Words(ChangePlanner.Decide(plan, state, At)));
        Assert.Null(Renames.Of(plan, state, Operator.OfProcess));
    }

    [Fact]
    public void A_new_step_with_the_id_of_a_renamed_one_keeps_its_own_marker()
    {
        var plan = Plan(
            Steps("a: DELETE FROM u, b: UPDATE t SET n = 1")
                .Replace("- id: a", "- id: a\n    renamed_from: none", StringComparison.Ordinal)
                .Replace("- id: b", "- id: b\n    renamed_from: a", StringComparison.Ordinal)
        );
        // Where the old one never ran, the new one must not be taken for it once it has run.
        var state = new StateSnapshot();
        state.Apply(new StateOpened(1, "test", "dev", "lineage") { At = At });
        state.Apply(Renames.Of(plan, state, Operator.OfProcess)!);
        Done(state, plan.Leaves.First());
        Assert.Null(Renames.Of(plan, state, Operator.OfProcess));
        Assert.Equal("a done, b to run", Words(ChangePlanner.Decide(plan, state, At)));

        var before = Ran(Plan(Steps("a: UPDATE t SET n = 1")));
        before.Apply(Renames.Of(plan, before, Operator.OfProcess)!);
        Assert.Equal("a to run, b done", Words(ChangePlanner.Decide(plan, before, At)));
    }

    [Fact]
    public void A_step_in_doubt_is_in_doubt_under_its_new_id_and_one_that_certainly_did_nothing_just_runs()
    {
        var old = Plan(Steps("a: UPDATE t SET n = 1, b: DELETE FROM u"));
        var state = new StateSnapshot();
        state.Apply(new StateOpened(1, "test", "dev", "lineage") { At = At });
        foreach (var (leaf, certain) in old.Leaves.Zip([false, true]))
        {
            Started(state, leaf);
            state.Apply(new StepFailed("r1", leaf.Path.Value, false, "cut off", certain) { At = At });
        }

        var steps = Steps("c: UPDATE t SET n = 1, d: DELETE FROM u");
        Assert.Equal("c renamed, d to run", Words(ChangePlanner.Decide(Plan(steps), state, At)));
        var said = Plan(steps.Replace("- id: c", "- id: c\n    renamed_from: a", StringComparison.Ordinal));
        state.Apply(Renames.Of(said, state, Operator.OfProcess)!);
        Assert.Equal("c in doubt, d to run", Words(ChangePlanner.Decide(said, state, At)));
    }

    [Fact]
    public void A_person_can_say_that_it_is_a_new_step_in_the_plan_or_in_the_state()
    {
        var state = Ran(Plan(Steps("a: UPDATE t SET n = 1")));
        var steps = Steps("b: UPDATE t SET n = 1");
        Assert.Equal(
            "b to run",
            Words(
                ChangePlanner.Decide(Plan(steps.Replace("- id: b", "- id: b\n    renamed_from: none", StringComparison.Ordinal)), state, At)
            )
        );
        state.Apply(new StepDeclaredNew("b", ["a"], "once more", "ada", "build-7") { At = At });
        Assert.Equal("b to run", Words(ChangePlanner.Decide(Plan(steps), state, At)));
    }

    private static string Words(ChangeSet changes) => string.Join(", ", changes.Leaves.Select(c => $"{c.Path} {c.Word(false)}"));

    private static string Steps(string short_) =>
        string.Concat(
            short_
                .Split(", ")
                .Select(step =>
                {
                    var (id, text) = (
                        step[..step.IndexOf(':', StringComparison.Ordinal)],
                        step[(step.IndexOf(": ", StringComparison.Ordinal) + 2)..]
                    );
                    var change = text.IndexOf('!', StringComparison.Ordinal) is var mark and >= 0
                        ? $"\n    on_change: {text[(mark + 1)..]}"
                        : "";
                    text = text.Split('!')[0];
                    var body = text switch
                    {
                        "LONG" => Long,
                        "LONG+" => Long.Replace("TABLE c", "TABLE f", StringComparison.Ordinal),
                        _ => text.Replace("|", "\n", StringComparison.Ordinal),
                    };
                    return $"  - id: {id}{change}\n    sql:\n      on: source\n      text: |\n        {body.Replace("\n", "\n        ", StringComparison.Ordinal)}\n";
                })
        );

    private static string Nested(string path, string said) =>
        path.Split('/') is [var group, var id]
            ? $"  - id: {group}\n    steps:\n      - id: {id}\n        {(said.Length > 0 ? said : "description: none")}\n        sql: {{ on: source, text: UPDATE t SET n = 1 }}\n"
            : $"  - id: {path}\n    {(said.Length > 0 ? said : "description: none")}\n    sql: {{ on: source, text: UPDATE t SET n = 1 }}\n";

    private static StateSnapshot Ran(RenderedPlan plan)
    {
        var state = new StateSnapshot();
        state.Apply(new StateOpened(1, "test", "dev", "lineage") { At = At });
        foreach (var leaf in plan.Leaves)
            Done(state, leaf);
        return state;
    }

    private static void Done(StateSnapshot state, RenderedStep leaf)
    {
        Started(state, leaf);
        var captured = leaf.Body!.Body.Captures.ToDictionary(name => name, _ => new CapturedValue("int4", "7"), StringComparer.Ordinal);
        state.Apply(new StepDone("r1", leaf.Path.Value, "ran") { At = At.AddSeconds(1), Captured = captured.Count > 0 ? captured : null });
    }

    private static void Started(StateSnapshot state, RenderedStep leaf) =>
        state.Apply(
            new StepStarted("r1", leaf.Path.Value, leaf.Body!.Effect)
            {
                At = At,
                New = leaf.Step.IsNew,
                Kind = leaf.Body.Kind.Key,
                Source = leaf.SourceFingerprint,
                Text = leaf.Fingerprint,
                Rendered = leaf.Body.Redacted,
            }
        );

    private RenderedPlan Plan(string steps)
    {
        var plan = new TestPlan(steps);
        plans.Add(plan);
        return plan.Render();
    }
}
