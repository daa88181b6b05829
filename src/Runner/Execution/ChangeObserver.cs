using PlanRunner.Runner.Changes;
using PlanRunner.Steps;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Execution;

/// <summary>
/// Looks, read-only, at what the steps of a change set would find now: probes, checks, generated lists. Writes nothing anywhere.
/// </summary>
public sealed class ChangeObserver(Func<RenderedStep, StepContext> contextFor, Func<IReadOnlyDictionary<string, CaptureReference>, StepPath, IReadOnlyDictionary<string, CapturedValue>> resolve)
{
    /// <summary>In the order of the plan. Ends early, with the diagnostic, at an error that is not a missing object.</summary>
    public async Task<IReadOnlyDictionary<StepPath, SeenStep>> ObserveAsync(ChangeSet changes, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<StepPath, SeenStep>();
        StepPath? effectAbove = null;
        foreach (var change in changes.Leaves)
        {
            if (change.Action is StepAction.None or StepAction.Skip)
                continue;
            var look = await LookAsync(change, effectAbove, cancellationToken);
            seen[change.Path] = look;
            if (look.Seen is Observation.Failed)
                break;
            if (!change.Step.IsCheck && !look.AlreadyDone)
                effectAbove = change.Path;
        }

        return seen;
    }

    private async Task<SeenStep> LookAsync(StepChange change, StepPath? effectAbove, CancellationToken cancellationToken)
    {
        var step = change.Step;
        if (step.DoneWhen is { } probe && !step.IsCheck)
        {
            var answer = Unmade(probe.Parameters, step.Path) is { } unmade ? null : await ProbeAsker.AskAsync(contextFor(step), probe, resolve(probe.Parameters, step.Path), cancellationToken);
            if (answer is ProbeAnswer.Yes)
                return new SeenStep(new Observation.Checked(true, "done_when says that it is done already"), AlreadyDone: true);
            if (answer is ProbeAnswer.Failed failed)
                return new SeenStep(new Observation.Failed(failed.Diagnostic), false);
            if (answer is ProbeAnswer.Missing missing && effectAbove is null)
                return new SeenStep(new Observation.Failed(missing.Diagnostic), false);
        }

        if (Unmade(step.Body!.Body.Parameters, step.Path) is { } capture)
            return new SeenStep(new Observation.Later($"needs {capture}"), false);
        var observation = await step.Body.ObserveAsync(contextFor(step), cancellationToken);
        return observation switch
        {
            Observation.Later later when effectAbove is { } above => new SeenStep(new Observation.Later($"asked once {above} has run; it needs what is not there yet: {later.Reason}"), false),
            Observation.Later later => new SeenStep(new Observation.Failed(Diagnostic.Error("PR6020", $"step \"{step.Path}\": {later.Reason}", step.Place, "no step above would make it")), false),
            Observation.There => new SeenStep(observation, AlreadyDone: true),
            Observation.Checked { Passed: false } check when effectAbove is { } above => new SeenStep(new Observation.Later($"after {above}; now: {check.Found}"), false),
            _ => new SeenStep(observation, false),
        };
    }

    private CaptureReference? Unmade(IReadOnlyDictionary<string, CaptureReference> parameters, StepPath asking)
    {
        var values = resolve(parameters, asking);
        return parameters.FirstOrDefault(p => !values.ContainsKey(p.Key)).Value;
    }
}
