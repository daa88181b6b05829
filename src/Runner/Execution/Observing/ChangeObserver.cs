using System.Text.RegularExpressions;
using PlanRunner.Runner.Changes;
using PlanRunner.Source;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Kinds;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Transactions;

namespace PlanRunner.Runner.Execution.Observing;

/// <summary>
/// Looks, read-only, at what the steps of a change set would find now: probes, checks, generated lists. Writes nothing anywhere.
/// </summary>
internal sealed partial class ChangeObserver(
    Func<StepChange, StepContext> contextFor,
    Func<IReadOnlyDictionary<string, CaptureReference>, StepPath, IReadOnlyDictionary<string, CapturedValue>> resolve,
    TimeProvider time
)
{
    /// <summary>Checks are not asked: what they ask may be much work.</summary>
    public bool WithoutChecks { get; init; }

    /// <summary>In the order of the plan. Ends early, with the diagnostic, at an error that is not a missing object.</summary>
    public async Task<IReadOnlyDictionary<StepPath, SeenStep>> ObserveAsync(ChangeSet changes, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<StepPath, SeenStep>();
        var above = new List<RenderedStep>();
        foreach (var change in changes.Leaves)
        {
            if (change.Action is StepAction.None or StepAction.Skip)
                continue;
            if (WithoutChecks && change.Step.IsCheck)
                continue;
            var began = time.GetTimestamp();
            var look = await LookAsync(change, above, cancellationToken);
            if (change.Step.IsCheck)
                look = look with { Took = time.GetElapsedTime(began) };
            seen[change.Path] = look;
            if (look.Seen is Observation.Failed)
                break;
            if (!change.Step.IsCheck && !look.AlreadyDone)
                above.Add(change.Step);
        }

        return seen;
    }

    private async Task<SeenStep> LookAsync(StepChange change, IReadOnlyList<RenderedStep> effects, CancellationToken cancellationToken)
    {
        var step = change.Step;
        if (step.DoneWhen is { } probe && !step.IsCheck)
        {
            var answer = Unmade(probe.Parameters, step.Path) is { } unmade
                ? null
                : await ProbeAsker.AskAsync(contextFor(change), probe, resolve(probe.Parameters, step.Path), cancellationToken);
            if (answer is ProbeAnswer.Yes yes && ProbeCaptures.Of(step, yes).Wrong is { } wrong)
                return new SeenStep(new Observation.Failed(wrong), false);
            if (answer is ProbeAnswer.Yes)
                return new SeenStep(new Observation.Checked(true, "done_when says that it is already done"), AlreadyDone: true);
            if (answer is ProbeAnswer.Failed failed)
                return new SeenStep(new Observation.Failed(failed.Diagnostic), false);
            if (answer is ProbeAnswer.Missing missing && effects.Count == 0)
                return new SeenStep(new Observation.Failed(missing.Diagnostic), false);
        }

        if (Unmade(step.Body!.Body.Parameters, step.Path) is { } capture)
            return new SeenStep(new Observation.Later($"needs {capture}"), false);
        var observation = await step.Body.ObserveAsync(contextFor(change), cancellationToken);
        return observation switch
        {
            Observation.Later later when effects.Count > 0 => new SeenStep(
                new Observation.Later(
                    $"asked once {Maker(later.Reason, effects).Path} has run; it needs what does not exist yet: {later.Reason}"
                ),
                false
            ),
            Observation.Later later => new SeenStep(
                new Observation.Failed(
                    Diagnostic.Error("PR6020", $"step \"{step.Path}\": {later.Reason}", step.Place, "no step above creates it")
                ),
                false
            ),
            Observation.There => new SeenStep(observation, AlreadyDone: true),
            Observation.Checked { Passed: false } check when effects.Count > 0 => new SeenStep(
                new Observation.Later($"after {effects[^1].Path}; now: {check.Found}"),
                false
            ),
            _ => new SeenStep(observation, false),
        };
    }

    // The step that makes what is missing, where the texts tell; else the last one that does something, such as a script.
    private static RenderedStep Maker(string reason, IReadOnlyList<RenderedStep> effects)
    {
        var names = Missing()
            .Matches(reason)
            .Select(match => match.Groups["name"].Value)
            .Select(name => name[(name.LastIndexOf('.') + 1)..])
            .ToList();
        return effects.FirstOrDefault(step =>
                step.Body!.Batch(null)?.Statements.Any(statement => names.Exists(name => FindingChecker.Makes(statement, name))) == true
            ) ?? effects[^1];
    }

    [GeneratedRegex(
        "\"(?<name>[^\"]+)\" does not exist|(?:function|procedure|aggregate|column|operator) (?<name>[\\w.]+)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Missing();

    private CaptureReference? Unmade(IReadOnlyDictionary<string, CaptureReference> parameters, StepPath asking)
    {
        var values = resolve(parameters, asking);
        return parameters.FirstOrDefault(p => !values.ContainsKey(p.Key)).Value;
    }
}
