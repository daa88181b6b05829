using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Execution.Observing;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reviewing;

/// <summary>Makes the review of a change set, with what looking at the databases found, where that was done.</summary>
/// <param name="changes">What would run.</param>
/// <param name="material">What was found, measured and approved.</param>
internal sealed class ReviewBuilder(ChangeSet changes, ReviewMaterial material)
{
    private readonly IReadOnlyDictionary<StepPath, SeenStep>? seen = material.Seen;
    private readonly IReadOnlyDictionary<StepPath, IReadOnlyList<StepFinding>> findings = PlanFindings.Of(
        changes,
        material.Observed,
        material.SizeOf
    );

    public Review Build()
    {
        var environment = changes.Plan.Environment;
        var plan = changes.Plan.Plan;
        return new Review
        {
            Plan = plan.Name,
            Description = plan.Description,
            Environment = environment.Name,
            Protected = environment.Protected,
            TakesBack = changes.IsUndo,
            Offline = seen is null,
            File = plan.Source.Path,
            Connections =
            [
                .. environment.Connections.Values.Select(c => new ReviewConnection(c.Name, c.Username, c.Host, c.Port, c.Database)),
            ],
            LastRun = ReviewRun.LastOf(changes.State),
            Steps = [.. changes.Steps.Select(Step)],
            Removed = [.. changes.Removed.Select(ReviewRemoved.Of)],
            Counts = Count(changes, seen),
            Undecided = Undecided(changes),
            Fingerprint = changes.Fingerprint,
        };
    }

    public static ReviewCounts Count(ChangeSet changes, IReadOnlyDictionary<StepPath, SeenStep>? seen) =>
        new(
            changes.ToRun,
            seen?.Values.Count(s => s.AlreadyDone) ?? 0,
            changes.Changed,
            changes.Unchanged,
            changes.Skipped,
            changes.InDoubt,
            changes.Renamed.Count()
        );

    /// <summary>A sentence that names the steps which a person has to decide on; null where there is none.</summary>
    public static string? Undecided(ChangeSet changes)
    {
        var undecided = changes.Undecided.Select(change => change.Path.Value).ToList();
        if (undecided.Count == 0)
            return null;
        // An apply refuses to start for some of them; to the others it comes in their turn.
        var runs = !changes.Refused.Any() && changes.Leaves.TakeWhile(change => !change.IsUndecided).Any(ChangeFingerprint.Runs);
        return runs
            ? $"An apply stops at {undecided[0]}: a person has to decide on {Review.Named(undecided)}"
            : $"Nothing runs until a person has decided on {Review.Named(undecided)}";
    }

    private ReviewStep Step(StepChange change)
    {
        var step = change.Step;
        var review = new ReviewStep
        {
            Path = change.Path,
            Id = step.Step.Id,
            Title = step.Title,
            Description = step.Description,
            Place = step.Place,
            Mark = change.Mark,
            Action = change.Action,
            Reason = change.Action is StepAction.None && !step.IsGroup ? "" : change.Reason,
            RanUnder = [.. (change.RanUnder?.Steps ?? []).Select(s => s.Path)],
            Facts = [.. Moments(change), .. Facts(change)],
            Moments =
                step.Body?.Effect == StepEffect.Person && !IsPast(change)
                    ? [.. Moments(change), "manual step, done by a person and then approved"]
                    : [.. Moments(change)],
            IsCheck = step.IsCheck,
            Terms = [.. StepTerms.Of(step)],
            TermsFingerprint = StepTerms.FingerprintOf(step),
            Steps = [.. change.Steps.Select(Step)],
        };
        return step.Body is { } body ? Leaf(review, change, body) : review;
    }

    private ReviewStep Leaf(ReviewStep review, StepChange change, RenderedBody body)
    {
        var look = seen?.GetValueOrDefault(change.Path);
        var before =
            change.Mark == ChangeMark.Changed ? change.State?.Rendered
            : change.RanUnder is { Same: false, Steps: [var only] } ? only.Rendered
            : null;
        return review with
        {
            Kind = body.Kind.Key,
            Connections = body.Connections,
            Label = Label(change, look),
            Found = Found(look),
            FoundRows = (look?.Seen as Observation.Checked)?.Rows,
            FoundDone = look?.AlreadyDone == true,
            Fingerprint = change.Step.Fingerprint,
            Text = body.Redacted.TrimEnd(),
            Before = before?.TrimEnd(),
            Diff = before is null ? null : TextDiff.Of(before, body.Redacted),
            Statements = look?.Seen is Observation.Listed listed ? listed.Statements : null,
            Evidence =
                material.Evidence?.Find(change.Path.Value) is { } measured && measured.Fingerprint == change.Step.Fingerprint
                    ? measured
                    : null,
            Findings =
            [
                .. (findings.GetValueOrDefault(change.Path) ?? [])
                    .OrderBy(f => f.Waived is not null)
                    .ThenByDescending(f => f.Finding.Severity),
            ],
            FailsNow = look is { AlreadyDone: false, Seen: Observation.Checked { Passed: false, OnlyWarns: false } },
            WarnsNow = look is { AlreadyDone: false, Seen: Observation.Checked { Passed: false, OnlyWarns: true } },
        };
    }

    private static bool IsPast(StepChange change) =>
        change.Action is StepAction.Skip || (change.Action is StepAction.None && change.Open is null);

    private static IEnumerable<string> Moments(StepChange change)
    {
        var step = change.Step;
        if (IsPast(change))
            yield break;
        if (step.Step.Guarded)
            yield return "guarded: undone if it "
                + $"fails{(step.Timeout is { } limit ? $" or is open longer than {Durations.Format(limit)}" : "")}";
        if (step.Confirm is { } question)
            yield return $"asks first: {question}";
        if (step.Step.PointOfNoReturn)
            yield return "point of no return: once it has started, nothing above it is undone";
    }

    private IEnumerable<string> Facts(StepChange change)
    {
        var step = change.Step;
        if (IsPast(change))
            yield break;
        var missing = step.IsGroup
            ? []
            : CaptureResolver.Missing(step, changes.State).GroupBy(c => c.Resolved?.Value ?? c.Step, c => c.Column);
        foreach (var source in missing)
            yield return $"waits for a value that {source.Key} captures: {string.Join(", ", source.Distinct(StringComparer.Ordinal))}";
        if (material.Evidence is { } evidence && !step.IsGroup && evidence.Find(change.Path.Value)?.Fingerprint != step.Fingerprint)
            yield return evidence.Find(change.Path.Value) is null
                ? "not rehearsed: the evidence does not have it"
                : "not rehearsed: the evidence is of another text";
        if (step is { DoneWhen: null, Body.Settles: { } settles })
            yield return $"if interrupted, it is resolved by itself: {settles}";
        if (SinceApproved(change) is { } since)
            yield return since;
        if (step.Body?.Uncovered is { Count: > 0 } uncovered && ChangeFingerprint.Runs(change))
            yield return $"not covered by an approval, as its content is not part of the fingerprint: {string.Join(", ", uncovered)}";
        // Else it is the reason that it runs for.
        if (change is { OutOfOrder: true, RunsOutOfOrder: false })
            yield return "out of order: later steps ran before it";
    }

    // Its query is what was approved; its statements may be others by now.
    private string? SinceApproved(StepChange change)
    {
        if (
            material.Observed(change.Path) is not Observation.Listed now
            || material.Approved?.Steps.FirstOrDefault(s => s.Path == change.Path.Value)?.Statements is not { } then
        )
            return null;
        var done = (now.Done ?? []).Select(statement => statement.Key).ToHashSet(StringComparer.Ordinal);
        var left = then.Where(statement => !done.Contains(statement.Key)).ToDictionary(StringComparer.Ordinal);
        var differences = Agreement.Differences(left, now.Statements);
        return differences.Length == 0
            ? "the same statements as when it was approved"
            : $"other statements than when it was approved: {differences}";
    }

    private static string? Found(SeenStep? look) =>
        look?.Seen switch
        {
            Observation.Checked check when look.AlreadyDone => check.Found,
            Observation.There there => there.Found,
            Observation.Exact { Now: { } now } => $"now: {now}",
            Observation.Checked check => $"now: {(check.Passed ? "passes" : check.OnlyWarns ? "warns" : "fails")}"
                + $"{(check.Found.Length == 0 ? "" : ": ")}{check.Found}",
            Observation.Listed { Done: { } done } left =>
                $"{left.Statements.Count} of the {left.Statements.Count + done.Count} statements of its list are left",
            Observation.Listed listed => listed.Statements.Count == 1
                ? "1 statement as of now"
                : $"{listed.Statements.Count} statements as of now",
            Observation.Later later => later.Reason,
            Observation.Failed failed => failed.Diagnostic.Message,
            _ => null,
        };

    private static string Label(StepChange change, SeenStep? look) =>
        change.Action switch
        {
            StepAction.Skip => "skipped",
            StepAction.None => "unchanged",
            _ => look?.Seen switch
            {
                Observation.Checked => "checked",
                Observation.Listed { Done: not null } => "from its list",
                Observation.Listed => "as of now",
                Observation.Later => "later",
                Observation.Failed => "could not be asked",
                Observation.There => "exact",
                // There was nothing to ask: the same as without asking.
                _ => Unseen(change.Step),
            },
        };

    // Nobody looked: what a check finds and what a generate writes is not known, the text of the others is.
    private static string Unseen(RenderedStep step) =>
        step switch
        {
            { Body.RunsNothing: true } => "nothing runs",
            { IsCheck: true } or { Body.Effect: StepEffect.Listed } => "not asked",
            { Body.Effect: StepEffect.Person } => "a person",
            { Body.Kind.IsOpaque: true } => "opaque",
            _ => "exact",
        };
}
