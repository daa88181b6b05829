using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Transactions;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Execution;

/// <summary>Runs a step's body, or its undo, with its deadline and its retries, and writes the markers around it.</summary>
internal sealed class AttemptRunner(RunContext run)
{
    private readonly StepEndings endings = new(run);

    public async Task<StepResult> RunAsync(RenderedStep step, Deadline deadline, CancellationToken cancellationToken)
    {
        var (outcome, cancelled) = await TryAsync(Attempt.Of(step), deadline, cancellationToken);
        return cancelled ? endings.Cancelled(step, outcome) : endings.Of(step, outcome);
    }

    /// <summary>Undoes one done step. The token is the undo's own: a cancelled run still undoes what it must.</summary>
    public async Task<StepResult> UndoAsync(RenderedStep step, CancellationToken cancellationToken)
    {
        var (outcome, cancelled) = await TryAsync(Attempt.Undoing(step), new Deadline(null, run.Time), cancellationToken);
        if (cancelled)
            return new StepResult(step.Path, StepEnd.Cancelled, TimeSpan.Zero, "cancelled");
        // A resumed undo reports what has to be decided before any of it runs.
        if (outcome is StepOutcome.Failed failed)
            return StepResult.Failed(step, failed.Diagnostic);
        if (outcome is not StepOutcome.Done)
            return endings.Of(step, outcome);
        if (await ForgetMarkerAsync(step, cancellationToken) is { } stuck)
            return stuck;
        run.Store.Write(new StepUndone(run.Run, step.Path.Value, "its undo ran"), flush: true);
        return new StepResult(step.Path, StepEnd.Undone, TimeSpan.Zero, "undone");
    }

    // An undo in a transaction has taken the marker with it.
    private async Task<StepResult?> ForgetMarkerAsync(RenderedStep step, CancellationToken cancellationToken)
    {
        if (run.Markers is not { } markers || step.Undo!.Effect is not StepEffect.Outside)
            return null;
        try
        {
            await markers.ForgetAsync(run.Sessions, step.Path, cancellationToken);
            return null;
        }
        catch (PostgresFailureException e)
        {
            return StepResult.Failed(step, e.Diagnostic);
        }
    }

    private async Task<(StepOutcome Outcome, bool Cancelled)> TryAsync(
        Attempt attempt,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        for (var count = 1; ; count++)
        {
            var (outcome, cancelled) = await AttemptAsync(attempt, deadline, cancellationToken);
            if (cancelled || outcome is not StepOutcome.Failed failed || attempt.Retry is not { } retry)
                return (outcome, cancelled);
            var again = failed is { Effect: EffectAfterFailure.None, Transient: true } || attempt.Idempotent;
            if (!again || count >= retry.Attempts || deadline.IsOver)
                return (outcome, false);
            var delay = Backoff(retry, count);
            run.Tell(
                new RunEvent.Told(
                    new StepEvent.Doing(
                        attempt.Step.Path,
                        $"attempt {count} of {retry.Attempts} failed ({failed.Diagnostic.Message}); retrying in {Durations.Format(delay)}"
                    )
                )
            );
            try
            {
                await Task.Delay(delay, run.Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return (outcome, true);
            }
        }
    }

    private async Task<(StepOutcome Outcome, bool Cancelled)> AttemptAsync(
        Attempt attempt,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        if (await UnseenAsync(attempt, cancellationToken) is { } unseen)
            return (new StepOutcome.Failed(unseen, EffectAfterFailure.None) { Transient = true }, false);
        run.Store.Write(attempt.Started(run.Run), attempt.MustBeRecordedFirst);
        using var limit = deadline.Limit(attempt.Step.Timeout, cancellationToken);
        var context = run.ContextFor(attempt.Step, attempt.Body, attempt.IsUndo);
        StepOutcome outcome;
        var cancelled = false;
        try
        {
            outcome = await attempt.Body.RunAsync(context, limit.Token);
        }
        catch (OperationCanceledException stopped) when (limit.Token.IsCancellationRequested)
        {
            cancelled = cancellationToken.IsCancellationRequested;
            var why =
                cancelled ? null
                : deadline.IsOver ? "the group timed out"
                : $"not finished after {Durations.Format(limit.Length ?? TimeSpan.Zero)}";
            outcome = Stopped(attempt, stopped, why);
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not StateWriteException)
        {
            // A full disk under the temporary folder, or a file of the plan that is gone.
            outcome = new StepOutcome.Failed(StepFailures.Unusable(attempt.Step, exception), UnlessOutside(attempt));
        }

        if (outcome is StepOutcome.Failed failed)
            run.Store.Write(attempt.Failed(run.Run, failed), flush: true);
        return (outcome, cancelled);
    }

    private static EffectAfterFailure UnlessOutside(Attempt attempt) =>
        attempt.Body.Effect is StepEffect.Outside ? EffectAfterFailure.Unknown : EffectAfterFailure.None;

    // Why is null where a person stopped it. Whoever threw this has cleaned up; what a step outside a transaction did before is not
    // known, unless the catalog told.
    private static StepOutcome.Failed Stopped(Attempt attempt, OperationCanceledException stopped, string? why)
    {
        var (known, program) = (stopped as StoppedException, stopped as ProgramStoppedException);
        var time = why is null ? null : "give it more time with timeout:, or find what it waits for";
        var printed = program?.Printed is { } file ? $"full output: {file}" : null;
        var help = time is not null && printed is not null ? $"{time}; {printed}" : time ?? printed;
        var told = Diagnostic.Error("PR6004", $"step \"{attempt.Step.Path}\": {why ?? "cancelled"}", attempt.Step.Place, help) with
        {
            Detail = program?.Errors,
        };
        return new StepOutcome.Failed(told, known is null ? UnlessOutside(attempt) : EffectAfterFailure.None) { Left = known?.Left };
    }

    // What is in no transaction of ours finds no other epoch at its COMMIT, so it is looked for before.
    private async Task<Diagnostic?> UnseenAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (run.Markers is not { } markers || attempt.Body.Effect is not (StepEffect.Outside or StepEffect.Listed))
            return null;
        try
        {
            await markers.CheckAsync(run.Sessions, attempt.Step.Path, cancellationToken);
            return null;
        }
        catch (PostgresFailureException e)
        {
            return e.Diagnostic;
        }
    }

    // Doubling from delay up to max_delay, with full jitter above half of it, so that runners that failed together do not return together.
    private static TimeSpan Backoff(Retry retry, int attempt)
    {
        var full = Math.Min(retry.MaxDelay.TotalMilliseconds, retry.Delay.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(full * (0.5 + Random.Shared.NextDouble() / 2));
    }
}
