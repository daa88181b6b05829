using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Changes;

/// <summary>What is found on the statements that a change set would run, in the order they run. Contacts nothing.</summary>
internal sealed class PlanFindings
{
    private readonly Dictionary<StepPath, IReadOnlyList<StepFinding>> found = [];
    private readonly Dictionary<string, PlanTrail> trails = new(StringComparer.Ordinal);
    private readonly Func<StepPath, Observation?> seen;
    private readonly Func<string, string, RelationSize?> sizeOf;

    private PlanFindings(Func<StepPath, Observation?> seen, Func<string, string, RelationSize?> sizeOf)
    {
        this.seen = seen;
        this.sizeOf = sizeOf;
    }

    /// <summary>Of the texts alone.</summary>
    public static IReadOnlyDictionary<StepPath, IReadOnlyList<StepFinding>> Of(ChangeSet changes) => Of(changes, _ => null, (_, _) => null);

    /// <param name="changes">What would run.</param>
    /// <param name="seen">What a dry run found in the databases for a step.</param>
    /// <param name="sizeOf">By connection and name, where sizes were queried.</param>
    public static IReadOnlyDictionary<StepPath, IReadOnlyList<StepFinding>> Of(
        ChangeSet changes,
        Func<StepPath, Observation?> seen,
        Func<string, string, RelationSize?> sizeOf
    )
    {
        var finder = new PlanFindings(seen, sizeOf);
        foreach (var step in changes.Steps)
            finder.Walk(step, []);
        return finder.found;
    }

    /// <summary>The relations that findings are about, by connection: those worth asking the size of.</summary>
    public static IEnumerable<(string Connection, string Relation)> Relations(ChangeSet changes, Func<StepPath, Observation?> seen) =>
        changes
            .Leaves.Where(ChangeFingerprint.Runs)
            .Select(change => change.Step.Body!.Batch(seen(change.Path)))
            .OfType<StatementBatch>()
            .SelectMany(batch => batch.Statements.SelectMany(FindingChecker.Relations).Select(relation => (batch.Connection, relation)))
            .Distinct();

    private void Walk(StepChange change, IReadOnlyList<IReadOnlyDictionary<string, Waiver>> above)
    {
        IReadOnlyList<IReadOnlyDictionary<string, Waiver>> waivers = [change.Step.Step.Waivers, .. above];
        foreach (var inner in change.Steps)
            Walk(inner, waivers);
        if (change.Step.IsGroup || change.Action is StepAction.Skip || change.Step.Body!.Batch(seen(change.Path)) is not { } batch)
            return;
        if (!trails.TryGetValue(batch.Connection, out var trail))
            trails[batch.Connection] = trail = new PlanTrail();
        if (ChangeFingerprint.Runs(change))
            Look(change, batch, trail, waivers);
        else if (Kept(change.Step))
            FindingChecker.Learn(trail, batch.Statements);
    }

    private void Look(StepChange change, StatementBatch batch, PlanTrail trail, IReadOnlyList<IReadOnlyDictionary<string, Waiver>> waivers)
    {
        var step = change.Step;
        var context = new FindingContext
        {
            HasLockTimeout = step.Settings.Keys.Concat(batch.Settings).Contains("lock_timeout", StringComparer.OrdinalIgnoreCase),
            InTransaction = batch.Together,
            Idempotent = step.Step.Idempotent,
            // The list is known only to the dry run that queried it, so nothing after it may depend on it.
            Trail = step.Body!.Effect == StepEffect.Listed || !Kept(step) ? trail.Copy() : trail,
            SizeOf = relation => sizeOf(batch.Connection, relation),
        };
        var findings = Told(step, new FindingChecker(context).Check(batch.Statements).Select(f => new StepFinding(f, Waived(f, waivers))))
            .ToList();
        // An undo is always explicit, and nothing has to be waived for it.
        if (change.IsUndo)
            findings = findings.ConvertAll(f =>
                f.Finding.Severity == FindingSeverity.Block ? f with { Finding = f.Finding with { Severity = FindingSeverity.Warn } } : f
            );
        var unused = step.Step.Waivers.Where(w => !change.IsUndo && !findings.Exists(f => f.Waived == w.Value));
        findings.AddRange(
            unused.Select(w => new StepFinding(
                new Finding(
                    FindingRules.UnusedWaiver,
                    FindingRules.UnusedWaiver.Severity,
                    w.Value.Place,
                    $"{w.Key} is waived here, but there is no such finding"
                ),
                null
            ))
        );
        if (findings.Count > 0)
            found[step.Path] = findings;
    }

    // The innermost, and within one step the most specific.
    private static Waiver? Waived(Finding finding, IReadOnlyList<IReadOnlyDictionary<string, Waiver>> waivers) =>
        waivers
            .Select(of =>
                of.Values.Where(w => w.Covers(finding.Rule.Id, finding.Relation, finding.Beginning)).MaxBy(w => w.On?.Length ?? -1)
            )
            .FirstOrDefault(w => w is not null);

    // What is always rolled back loses nothing, and leaves nothing.
    private static bool Kept(RenderedStep step) => step.Body!.Effect != StepEffect.None;

    // What a database lists is long and much alike, and may differ when it runs: each kind is reported once, and nothing depends on it.
    private static IEnumerable<StepFinding> Told(RenderedStep step, IEnumerable<StepFinding> findings) =>
        step.Body!.Effect != StepEffect.Listed
            ? findings.Distinct().Select(f => Kept(step) ? f : f with { Finding = f.Finding with { Severity = FindingSeverity.Note } })
            : findings
                .GroupBy(f => (f.Finding.Rule, f.Waived))
                .Select(alike =>
                    alike.First() with
                    {
                        Finding = alike.First().Finding with
                        {
                            Severity =
                                alike.Key.Rule.Severity == FindingSeverity.Block
                                    ? FindingSeverity.Warn
                                    : alike.Max(f => f.Finding.Severity),
                            Message = alike.First().Finding.Message + (alike.Skip(1).Any() ? $"; {alike.Count() - 1} more like this" : ""),
                        },
                    }
                );
}
