using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Transactions;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Execution;

/// <summary>Journals how a step ended, and makes its result.</summary>
internal sealed class StepEndings(RunContext run)
{
    public async Task<ProbeAnswer> AskAsync(RenderedStep step, RenderedProbe probe, CancellationToken cancellationToken) =>
        await ProbeAsker.AskAsync(
            run.ContextFor(step, step.Body, undo: false),
            probe,
            CaptureResolver.Resolve(probe.Parameters, step.Path, run.Snapshot),
            cancellationToken
        );

    /// <summary>For a step whose effect remains and was not verified: asks again, never reruns.</summary>
    public async Task<StepResult> VerifyAsync(RenderedStep step, CancellationToken cancellationToken)
    {
        if (step.Verify is null)
            return Done(step, StepOutcome.Done.Nothing, "it no longer has a verify");
        var answer = await AskAsync(step, step.Verify, cancellationToken);
        return answer is ProbeAnswer.Yes
            ? Done(step, StepOutcome.Done.Nothing, "verified")
            : Of(
                step,
                new StepOutcome.Unverified(
                    run.Snapshot.Find(step.Path)!.Captured,
                    answer.ToDiagnostic($"verify of step \"{step.Path}\" still says no", step.Place)
                )
            );
    }

    public StepResult DoneAlready(RenderedStep step, ProbeAnswer.Yes yes, string because)
    {
        var (captured, wrong) = ProbeCaptures.Of(step, yes);
        if (wrong is not null)
            return StepResult.Failed(step, wrong);
        if (captured.Values.Select(value => run.Redactor.Holds(value.Text)).FirstOrDefault(name => name is not null) is { } secret)
            return StepResult.Failed(
                step,
                Diagnostic.Error(
                    "PR6008",
                    $"step \"{step.Path}\" is already done, but the row of its done_when contains the secret {secret}, "
                        + "and captured values are stored in the state in clear text",
                    step.Place,
                    "select something else"
                )
            );
        run.Store.Write(
            new StepDone(run.Run, step.Path.Value, because)
            {
                Captured = captured,
                Text = step.Fingerprint,
                Rendered = step.Body!.Redacted,
            },
            flush: true
        );
        return new StepResult(step.Path, StepEnd.AlreadyDone, TimeSpan.Zero, because);
    }

    public StepResult Done(RenderedStep step, StepOutcome.Done done, string because, bool flush = true)
    {
        run.Store.Write(
            new StepDone(run.Run, step.Path.Value, done.Because ?? because) { Captured = done.Captured.Count > 0 ? done.Captured : null },
            flush
        );
        return new StepResult(
            step.Path,
            done.Because is null ? StepEnd.Done : StepEnd.AlreadyDone,
            TimeSpan.Zero,
            done.Because ?? because,
            done.Warning
        );
    }

    /// <summary>Of what its body came to; what failed was journaled by whoever ran it.</summary>
    public StepResult Of(RenderedStep step, StepOutcome outcome)
    {
        switch (outcome)
        {
            case StepOutcome.Done done:
                // After a commit the committing line already records it, so the done line may ride on the next flush.
                return Done(step, done, "ran", flush: step.Body!.Effect is not (StepEffect.Transaction or StepEffect.None));
            case StepOutcome.Unverified unverified:
                run.Store.Write(
                    new StepUnverified(run.Run, step.Path.Value, unverified.Diagnostic.Message) { Captured = unverified.Captured },
                    flush: true
                );
                return new StepResult(step.Path, StepEnd.Unverified, TimeSpan.Zero, unverified.Diagnostic.Message, unverified.Diagnostic);
            case StepOutcome.NeedsPerson needs:
                // Only here it is known how the person named plan and environment.
                var approve = $"planrunner approve {run.CommandArguments.With(step.Path)}";
                var told = needs.Diagnostic with { Help = $"when it is done: {approve}" };
                return new StepResult(step.Path, StepEnd.NeedsPerson, TimeSpan.Zero, told.Message, told) { Next = approve };
            case StepOutcome.Failed failed:
                return IsForPerson(step)
                    ? StepResult.Failed(step, Undecided(step, failed)) with
                    {
                        Next = run.CommandArguments.NotDone(step.Path),
                    }
                    : StepResult.Failed(step, failed.Diagnostic);
            default:
                throw new InvalidOperationException($"unknown outcome {outcome}");
        }
    }

    /// <summary>Of what was stopped before it had done anything, or resolves itself, the next apply knows enough.</summary>
    public StepResult Cancelled(RenderedStep step, StepOutcome outcome)
    {
        var cancelled = new StepResult(step.Path, StepEnd.Cancelled, TimeSpan.Zero, "cancelled");
        return outcome is StepOutcome.Failed failed && IsForPerson(step)
            ? cancelled with
            {
                Diagnostic = Undecided(step, failed),
                Next = run.CommandArguments.NotDone(step.Path),
            }
            : cancelled;
    }

    private Diagnostic Undecided(RenderedStep step, StepOutcome.Failed failed)
    {
        var ended = run.Snapshot.Find(step.Path) is { Doubt: Doubt.OwnError };
        var whether = ended ? "if it can run again from its start" : "if its effect does not exist";
        var look = $"{whether}, run the command shown after next:; {CommandArguments.OrDone}";
        return failed.Diagnostic with { Help = failed.Diagnostic.Help is { } own ? $"{own}; then, {look}" : look };
    }

    // Nothing but a person can tell whether it may run again, so the next apply would only say so.
    private bool IsForPerson(RenderedStep step) =>
        run.Snapshot.Find(step.Path) is { InDoubt: true } state && Doubts.IsForPerson(run.Plan, step, state);
}
