using PlanRunner.Runner.State;
using PlanRunner.Steps;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Execution;

/// <summary>
/// Settles a step in doubt, in this order: the outcome of its transaction, its probe, what the plan says (<c>idempotent</c>,
/// <c>on_interrupted</c>), a person. Never a guess.
/// </summary>
public sealed class DoubtSettler(RunContext run, AttemptRunner attempts)
{
    /// <summary>A result where it is settled as done or cannot be settled; null where it was not done and is to be run.</summary>
    public async Task<StepResult?> SettleAsync(RenderedStep step, Deadline deadline, CancellationToken cancellationToken)
    {
        var state = run.Snapshot.Find(step.Path);
        if (step.Step.OnInterrupted == OnInterrupted.Stop)
            return AskPerson(step, "the plan says that a person decides (on_interrupted: stop)");

        if (state?.Committing is { } point)
        {
            var fate = await FateAsync(step, point, deadline, cancellationToken);
            if (fate == CommitFate.Committed)
                return attempts.Done(step, new StepOutcome.Done(state.Captured), "its transaction had committed");
            if (fate == CommitFate.Aborted && (point.RollbackSafe || step.Step.Idempotent))
                return NotDone(step, "its transaction had not committed");
        }

        if (await EndLeftoversAsync(step, state, deadline, cancellationToken) is { } running)
            return AskPerson(step, running);
        if (step.DoneWhen is { } probe)
        {
            var answer = await attempts.AskAsync(step, probe, cancellationToken);
            if (answer is ProbeAnswer.Yes yes)
                return attempts.DoneAlready(step, yes, "its probe says that it is done");
            if (answer is not ProbeAnswer.No)
                return attempts.Fail(step, answer.ToDiagnostic($"step \"{step.Path}\" is in doubt and its done_when could not be asked", step.Place));
            if (step.Step.OnInterrupted == OnInterrupted.Resolve)
                return NotDone(step, "its probe says that it is not done");
        }

        if (step.Step.OnInterrupted == OnInterrupted.Undo && step.Undo is not null)
        {
            var undone = await new TakingBack(run, attempts).StepAsync(step, cancellationToken);
            return undone.End == StepEnd.Undone ? null : undone;
        }

        if (step.Step.Idempotent)
            return null;
        return AskPerson(step, "neither a transaction nor a probe can tell");
    }

    // While the first attempt still runs, its probe's no is only a not yet.
    private async Task<string?> EndLeftoversAsync(RenderedStep step, StepState? state, Deadline deadline, CancellationToken cancellationToken)
    {
        if (state is not { Effect: StepEffect.Outside, Run: { } before })
            return null;
        using var limit = deadline.Limit(step.Timeout, cancellationToken);
        return await step.Body!.EndLeftoversAsync(run.ContextFor(step, step.Body, undo: false), before, state.Backend, limit.Token);
    }

    private async Task<CommitFate> FateAsync(RenderedStep step, CommitPoint point, Deadline deadline, CancellationToken cancellationToken)
    {
        // Another host or database under the name: a storage clone shares every id with its original.
        if (!ServerBinding.IsSameDeclaration(run, point.Connection))
            return CommitFate.Inconclusive;
        using var limit = deadline.Limit(step.Timeout, cancellationToken);
        return await step.Body!.SettleAsync(run.ContextFor(step, step.Body, undo: false), point, limit.Token);
    }

    private StepResult? NotDone(RenderedStep step, string because)
    {
        run.Store.Write(new StepFailed(run.Run, step.Path.Value, false, because, Certain: true), flush: true);
        return null;
    }

    private StepResult AskPerson(RenderedStep step, string because)
    {
        var diagnostic = Diagnostic.Error(
            "PR6005",
            $"step \"{step.Path}\" is in doubt: it was cut off, and {because}",
            step.Place,
            $"look at the database, then type: planrunner resolve {run.CommandArguments.With(step.Path)} --done --reason \"…\" (or --not-done, and it runs again)");
        return new StepResult(step.Path, StepEnd.NeedsPerson, TimeSpan.Zero, diagnostic.Message, diagnostic)
        {
            Next = $"planrunner resolve {run.CommandArguments.With(step.Path)} --done|--not-done --reason \"…\"",
        };
    }
}
