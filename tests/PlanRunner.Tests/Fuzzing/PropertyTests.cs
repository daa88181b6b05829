using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;
using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Plans;
using Xunit;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>What holds for every plan and every journal, tried on some that chance made; one that fails is made smaller first.</summary>
[Trait(SoakSeries.Trait, SoakSeries.Name)]
public sealed class PropertyTests : IDisposable
{
    private const string Environment =
        "environment: dev\nsecrets: { pw: { env: PW } }\nconnections: { source: { host: localhost, database: shop, username: me } }\n";

    // Each with some dozens of events or steps.
    private const int Tries = 20;

    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-property-").FullName;
    private static readonly Arbitrary<EventDraft[]> Events = Some(
        from kind in Gen.Choose(0, 17)
        from step in Gen.Choose(0, 5)
        from bits in Gen.Choose(0, 15)
        from second in Gen.Choose(0, 999)
        select new EventDraft(kind, step, bits, second)
    );

    private static readonly Arbitrary<StepDraft[]> Steps = Some(
        from query in Gen.Choose(0, 2)
        from grouped in Gen.Choose(0, 3)
        from number in Gen.Choose(0, 8)
        select new StepDraft(query == 0, grouped == 0, number)
    );

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_beginning_of_a_journal_means_what_its_events_mean() =>
        ForAll(
            "the beginning of any journal",
            Events,
            drafts =>
            {
                var path = Path.Combine(folder, "state.jsonl");
                var (snapshot, text, hash) = (new StateSnapshot(), "", "");
                foreach (var stateEvent in drafts.Select(Event).Prepend(new StateOpened(1, "shop", "dev", "l") { At = At }))
                {
                    (var line, hash) = JournalLine.Write(stateEvent, hash);
                    text += line + "\n";
                    snapshot.Apply(stateEvent);
                    File.WriteAllText(path, text);
                    Assert.Equal(Meaning(snapshot), Meaning(StateFile.Read(path, "shop", "dev").Snapshot));
                }
            }
        );

    [Fact]
    public void A_plan_that_was_wholly_done_needs_nothing_and_before_that_it_runs_in_its_own_order() =>
        ForAll(
            "any plan, done and not done",
            Steps,
            drafts =>
            {
                using var test = new TestPlan(Text(drafts), "secrets: [pw]", Environment);
                var plan = test.Render();
                var fresh = ChangePlanner.Decide(plan, StateSnapshot.Empty, At);
                Assert.Equal(plan.Leaves.Select(leaf => leaf.Path), fresh.Leaves.Select(change => change.Path));
                Assert.Equal(Shown(fresh), Shown(ChangePlanner.Decide(plan, StateSnapshot.Empty, At)));
                Assert.False(fresh.NothingToDo);

                var done = new StateSnapshot();
                foreach (var leaf in plan.Leaves)
                {
                    done.Apply(new StepStarted("r", leaf.Path.Value, StepEffect.Transaction) { At = At, Text = leaf.Fingerprint });
                    done.Apply(new StepDone("r", leaf.Path.Value, "ran") { At = At });
                }

                Assert.True(ChangePlanner.Decide(plan, done, At).NothingToDo);
            }
        );

    [Fact]
    public void A_fingerprint_depends_on_the_texts_and_on_nothing_else() =>
        ForAll(
            "the fingerprints of any plan",
            Steps,
            drafts =>
            {
                var steps = Text(drafts);
                var expected = Fingerprints(steps, "one", "\n");
                Assert.Equal(expected, Fingerprints(steps, "one", "\r\n"));
                Assert.Equal(expected, Fingerprints(steps, "another", "\n"));
                Assert.NotEqual(expected, Fingerprints(steps.Replace("/* 0 */", "/* changed */", StringComparison.Ordinal), "one", "\n"));
            }
        );

    private static void ForAll<T>(string what, Arbitrary<T[]> all, Action<T[]> holds)
    {
        using var series = new SoakSeries(what, 0.02);
        // Batches, so that a soak stops when its time is over; each has a seed of its own, so that it can be tried again.
        foreach (var seed in series.Seeds(1))
        {
            var config = Config.QuickThrowOnFailure.WithMaxTest(Tries).WithEndSize(30).WithReplay((ulong)seed, 1);
            series.Count(new SoakCounts(Inputs: Tries));
            var failure = Record.Exception(() => Check.One(config, Prop.ForAll(all, holds)));
            if (failure is null)
                continue;
            series.Failed(seed);
            Assert.Fail($"{SoakSeries.Replay(seed, nameof(PropertyTests))}\n{failure.Message}");
        }
    }

    /// <summary>At least one of them; a smaller case has one less.</summary>
    private static Arbitrary<T[]> Some<T>(Gen<T> one) =>
        Arb.From(
            one.NonEmptyListOf().Select(some => some.ToArray()),
            some => some.Length == 1 ? [] : some.Select((_, without) => some.Where((_, i) => i != without).ToArray())
        );

    private static string Fingerprints(string steps, string secret, string lineEnding)
    {
        using var test = new TestPlan(steps, "secrets: [pw]", Environment);
        test.Variables["PW"] = secret;
        var path = Path.Combine(test.Folder, "plan.yaml");
        File.WriteAllText(path, File.ReadAllText(path).ReplaceLineEndings(lineEnding));
        var plan = test.Render(readSecrets: true);
        return $"{ChangePlanner.Decide(plan, StateSnapshot.Empty, At).Fingerprint} {string.Join(' ', plan.Leaves.Select(leaf => leaf.Fingerprint))}";
    }

    private static string Shown(ChangeSet changes) =>
        $"{changes.Fingerprint} {string.Join(' ', changes.All.Select(change => $"{change.Path} {change.Mark} {change.Action} {change.Reason}"))}";

    private static string Meaning(StateSnapshot snapshot) =>
        JsonSerializer.Serialize(
            new
            {
                snapshot.Steps,
                snapshot.TailLost,
                snapshot.Runs,
                snapshot.LastFinished,
                snapshot.Servers,
            }
        );

    private static string Text(StepDraft[] drafts)
    {
        var text = new StringBuilder();
        foreach (var (i, draft) in drafts.Index())
        {
            var indent = "  ";
            if (i > 0 && draft.Grouped)
            {
                text.Append($"  - id: group{i}\n    steps:\n");
                indent = "      ";
            }

            text.Append($"{indent}- id: step{i}\n{indent}  title: Step {draft.Number}\n");
            text.Append(
                draft.Query
                    ? $"{indent}  query: {{ on: source, text: 'SELECT /* {i} */ 1 AS n', capture: [n] }}\n"
                    : $"{indent}  sql:\n{indent}    on: source\n{indent}    text: |\n{indent}      UPDATE t SET a = {{{{ secrets.pw | sql.literal }}}};\n{indent}      DELETE FROM t /* {i} */ WHERE b = {draft.Number}\n"
            );
        }

        return text.ToString();
    }

    private static StateEvent Event(EventDraft draft)
    {
        var step = new[] { "a", "b", "group", "group/a", "group/b[x%2Fy]", "group/c" }[draft.Step];
        var (undo, yes) = ((draft.Bits & 12) == 0, (draft.Bits & 1) == 0);
        var item = (draft.Bits & 2) == 0 ? "one" : "two\n\"ä\"";
        StateEvent made = draft.Kind switch
        {
            0 or 1 => new StepStarted("r", step, (StepEffect)(draft.Second % Enum.GetValues<StepEffect>().Length))
            {
                Undo = undo,
                Text = yes ? "v1:1" : null,
                TimeoutSeconds = yes ? 1.5 : null,
                PointOfNoReturn = yes,
                Kind = "sql",
            },
            2 => new StepListed("r", step, undo, [new("one", "SELECT 1", "v1:1"), new("two\n\"ä\"", "SELECT 2", "v1:2")]),
            3 => new StepCommitting("r", step, undo, yes ? item : null, new CommitPoint("source", "1", "2", "3", "d", 4, "5", yes)),
            4 => new ItemStarted("r", step, undo, item),
            5 => new ItemDone("r", step, undo, item),
            6 => new ItemFailed("r", step, undo, item, "no"),
            7 => new StepDone("r", step, "ran")
            {
                Captured = yes ? new Dictionary<string, CapturedValue>(StringComparer.Ordinal) { ["n"] = new("integer", "5") } : null,
            },
            8 => new StepFailed("r", step, undo, "no", yes),
            9 => new StepUnverified("r", step, "not yet"),
            10 => new StepSkipped("r", step, "its condition is false"),
            11 => new StepApproved(step, "ann", "host"),
            12 => new StepResolved(step, yes, "saw it", "ann", "host"),
            13 => new StepUndone("r", step, "taken back"),
            14 => new GroupReopened("r", "group", "it failed"),
            15 => yes ? new RunStarted("r", "apply", "ann", "host", 1, "0.1.0", null) : new RunFinished("r", draft.Second % 3),
            _ => yes ? new StateRepaired("ann", "host") : new StepAccepted(step, "fine", "ann", "host", "v1:3", "x"),
        };
        return made with { At = At.AddSeconds(draft.Second) };
    }

    private sealed record EventDraft(int Kind, int Step, int Bits, int Second);

    private sealed record StepDraft(bool Query, bool Grouped, int Number);
}
