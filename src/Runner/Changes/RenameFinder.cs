using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Changes;

/// <summary>
/// Checks whether what a step would run already ran under another id: then it may be that step, renamed, and would be applied twice.
/// Only what lost its place counts, because its id is gone or has another text now: two steps with one text from the start are two steps.
/// </summary>
internal sealed class RenameFinder
{
    private readonly StateSnapshot state;
    private readonly StepKinds kinds;
    private readonly Dictionary<string, RenderedStep> planned;
    private readonly List<StepState> displaced;
    private readonly Dictionary<StepState, TextLikeness> texts = [];
    private readonly Dictionary<StepState, TextParts> lost = [];

    /// <param name="plan">The plan as it is now.</param>
    /// <param name="state">What ran.</param>
    /// <param name="known">The state of a path, without what is undone first.</param>
    public RenameFinder(RenderedPlan plan, StateSnapshot state, Func<StepPath, StepState?> known)
    {
        this.state = state;
        kinds = plan.Plan.Kinds;
        planned = plan.Leaves.ToDictionary(leaf => leaf.Path.Value, StringComparer.Ordinal);
        displaced =
        [
            .. state
                .Steps.Values.Where(s =>
                    s is { MayHaveEffect: true, IsGroup: false }
                    && known(new StepPath(s.Path)) is not null
                    && (kinds.Find(s.Kind) is not { IsCheck: true } || s.Captured.Count > 0)
                )
                .Where(s => !planned.TryGetValue(s.Path, out var now) || (s.Text is not null && !now.IsTextOf(s.Text, s.Rendered)))
                .OrderByDescending(s => s.StartedAt ?? s.EndedAt),
        ];
    }

    /// <summary>The same decision where nothing like it ran elsewhere; else one that a person has to make.</summary>
    public StepChange Look(StepChange change)
    {
        if (change.Step.IsGroup)
            return change with { Steps = [.. change.Steps.Select(Look)] };
        return displaced.Count > 0 && Runs(change) && Find(change) is { } ran
            ? change with
            {
                Mark = ChangeMark.Renamed,
                Action = StepAction.Decide,
                Reason = ran.Text,
                RanUnder = ran,
                OutOfOrder = false,
            }
            : change;
    }

    // A check can run twice, but a value that is read again may differ from the one that later steps used.
    private static bool Runs(StepChange change) =>
        (!change.Step.IsCheck || change.Step.Body!.Body.Captures.Count > 0)
        && (
            change.Mark == ChangeMark.Changed
                ? change.Action is StepAction.Run or StepAction.Decide
                : change.Action is StepAction.Run or StepAction.Settle && change.State is not { MayHaveEffect: true }
        );

    private RanUnder? Find(StepChange change)
    {
        var step = change.Step;
        // "none" referred to the steps that existed then; it says nothing about one that was new itself.
        var others = displaced
            .Where(s => s.Path != step.Path.Value && !state.IsNewBeside(step.Path.Value, s.Path))
            .Where(s => !step.Step.IsNew || s.MayHaveBeenNew)
            .ToList();
        var same = others.Where(s => s.Text == step.Fingerprint || (s.Rendered is not null && step.IsTextOf(s.Text, s.Rendered))).ToList();
        // What ran under its own id is identified by that; then only the identical text of another one is suspicious.
        var like =
            change.Mark == ChangeMark.Changed ? [] : others.Where(s => LostItsText(s) && (SameSource(s, step) || Alike(s, step))).ToList();
        var source = like.Where(s => SameSource(s, step)).ToList();
        var parts = Parts(change, others);
        var best = new[] { same, source, like }.FirstOrDefault(found => found.Count > 0) ?? parts;
        if (best.Count == 0)
            return null;
        return new RanUnder(best, ReferenceEquals(best, same), best.TrueForAll(s => !planned.ContainsKey(s.Path)))
        {
            Parts = ReferenceEquals(best, parts),
            Beside = [.. same.Concat(like).Concat(parts).Select(s => s.Path).Distinct(StringComparer.Ordinal)],
        };
    }

    // A step that was split or merged, or of which a part went elsewhere: what it does ran, under one id or several.
    private List<StepState> Parts(StepChange change, List<StepState> others)
    {
        var (kind, text) = (change.Step.Body!.Kind.Key, change.Step.Body.Redacted);
        var now = PartsOf(kind, text);
        if (change.Mark == ChangeMark.Changed)
            now = change is { Action: StepAction.Run, State.Rendered: { } own } ? now.Without(PartsOf(kind, own)) : now.Without(now);
        var ran = others.Where(s => s.Kind == kind).Select(s => (State: s, Lost: Lost(s))).Where(s => s.Lost.Common(now) > 0).ToList();
        return now.IsPartOf(TextParts.All(ran.Select(s => s.Lost)))
            ? [.. ran.Select(s => s.State)]
            : [.. ran.Where(s => s.Lost.IsPartOf(now)).Select(s => s.State)];
    }

    private TextParts PartsOf(string? kind, string text) => TextParts.Of(kinds.Find(kind)?.Language ?? TextLanguage.Sql, text);

    // What it did and no longer contains.
    private TextParts Lost(StepState ran)
    {
        if (lost.TryGetValue(ran, out var known))
            return known;
        var before = PartsOf(ran.Kind, ran.Rendered ?? "");
        var now = planned.GetValueOrDefault(ran.Path);
        return lost[ran] = now is null ? before : before.Without(SameSource(ran, now) ? before : PartsOf(ran.Kind, now.Body!.Redacted));
    }

    // With another value of a variable it is still the same step.
    private bool LostItsText(StepState ran) =>
        !planned.TryGetValue(ran.Path, out var now) || (ran.Source != now.SourceFingerprint && !Alike(ran, now));

    private static bool SameSource(StepState ran, RenderedStep step) =>
        ran.Source is { Length: > 0 } source && source == step.SourceFingerprint;

    private bool Alike(StepState ran, RenderedStep step)
    {
        // Only the markers of its statements recorded it: it may have been any list.
        if (ran is { Rendered: null, Text: null, Kind: null, Status: StepStatus.FailedInDoubt })
            return step.Body!.Effect == StepEffect.Listed;
        if (ran.Rendered is not { } text || ran.Kind != step.Body!.Kind.Key)
            return false;
        if (!texts.TryGetValue(ran, out var before))
            texts[ran] = before = new TextLikeness(text);
        return before.IsLike(step.Body.Redacted);
    }
}
