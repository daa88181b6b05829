using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Transactions;
using PlanRunner.Steps.Processes;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Execution;

/// <summary>Runs a step's body, or its undo, with its deadline and its retries, and writes the markers around it.</summary>
internal sealed class AttemptRunner(RunContext run)
{
    private static readonly StepOutcome.Done NothingDone = StepOutcome.Done.Nothing;

    public async Task<StepResult> RunAsync(RenderedStep step, Deadline deadline, CancellationToken cancellationToken)
    {
        var (outcome, cancelled) = await TryAsync(step, step.Body!, undo: false, step.Step.Retry, deadline, cancellationToken);
        return cancelled ? Cancelled(step, outcome) : Ended(step, outcome, undo: false);
    }

    /// <summary>Takes one done step back. The token is the undo's own: a cancelled run still takes back what it must.</summary>
    public async Task<StepResult> UndoAsync(RenderedStep step, CancellationToken cancellationToken)
    {
        var body = step.Undo!;
        var (outcome, cancelled) = await TryAsync(
            step,
            body,
            undo: true,
            step.Step.Undo!.Retry,
            new Deadline(null, run.Time),
            cancellationToken
        );
        if (cancelled)
            return new StepResult(step.Path, StepEnd.Cancelled, TimeSpan.Zero, "cancelled");
        if (outcome is StepOutcome.Done && await ForgetMarkerAsync(step, body, cancellationToken) is { } stuck)
            return stuck;
        if (outcome is StepOutcome.Done)
        {
            run.Store.Write(new StepUndone(run.Run, step.Path.Value, "its undo ran"), flush: true);
            return new StepResult(step.Path, StepEnd.Undone, TimeSpan.Zero, "taken back");
        }

        return Ended(step, outcome, undo: true);
    }

    // An undo in a transaction has taken the marker with it.
    private async Task<StepResult?> ForgetMarkerAsync(RenderedStep step, RenderedBody undo, CancellationToken cancellationToken)
    {
        if (run.Markers is not { } markers || undo.Effect is not StepEffect.Outside)
            return null;
        try
        {
            await markers.ForgetAsync(run.Sessions, step.Path, cancellationToken);
            return null;
        }
        catch (PostgresFailureException e)
        {
            return Fail(step, e.Diagnostic);
        }
    }

    public async Task<ProbeAnswer> AskAsync(RenderedStep step, RenderedProbe probe, CancellationToken cancellationToken) =>
        await ProbeAsker.AskAsync(
            run.ContextFor(step, step.Body, undo: false),
            probe,
            CaptureResolver.Resolve(probe.Parameters, step.Path, run.Snapshot),
            cancellationToken
        );

    /// <summary>For a step whose effect stands and was not verified: asks again, never reruns.</summary>
    public async Task<StepResult> VerifyAsync(RenderedStep step, CancellationToken cancellationToken)
    {
        if (step.Verify is null)
            return Done(step, NothingDone, "it no longer has a verify");
        var answer = await AskAsync(step, step.Verify, cancellationToken);
        return answer is ProbeAnswer.Yes
            ? Done(step, NothingDone, "verified")
            : Ended(
                step,
                new StepOutcome.Unverified(
                    run.Snapshot.Find(step.Path)!.Captured,
                    answer.ToDiagnostic($"verify of step \"{step.Path}\" still says no", step.Place)
                ),
                undo: false
            );
    }

    public StepResult DoneAlready(RenderedStep step, ProbeAnswer.Yes yes, string because)
    {
        var (captured, wrong) = ProbeCaptures.Of(step, yes);
        if (wrong is not null)
            return Fail(step, wrong);
        if (captured.Values.Select(value => run.Redactor.Holds(value.Text)).FirstOrDefault(name => name is not null) is { } secret)
            return Fail(
                step,
                Diagnostic.Error(
                    "PR6008",
                    $"step \"{step.Path}\" is done already, but the row of its done_when holds the secret {secret}, and what is captured stands in the state as it is",
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

    public StepResult Fail(RenderedStep step, Diagnostic diagnostic) =>
        new(step.Path, StepEnd.Failed, TimeSpan.Zero, diagnostic.Message, diagnostic);

    private async Task<(StepOutcome Outcome, bool Cancelled)> TryAsync(
        RenderedStep step,
        RenderedBody body,
        bool undo,
        Retry? retry,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var (outcome, cancelled) = await AttemptAsync(step, body, undo, deadline, cancellationToken);
            if (cancelled || outcome is not StepOutcome.Failed failed)
                return (outcome, cancelled);
            var again =
                failed.Effect == EffectAfterFailure.None && failed.Transient
                || (undo ? step.Step.Undo!.Idempotent : step.Step.Idempotent) && retry is not null;
            if (!again || retry is null || attempt >= retry.Attempts || deadline.IsOver)
                return (outcome, false);
            var delay = Backoff(retry, attempt);
            run.Tell(
                new RunEvent.Told(
                    new StepEvent.Doing(
                        step.Path,
                        $"attempt {attempt} of {retry.Attempts} failed ({failed.Diagnostic.Message}); tries again in {Durations.Format(delay)}"
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
        RenderedStep step,
        RenderedBody body,
        bool undo,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        if (await UnseenAsync(step, body, cancellationToken) is { } unseen)
            return (new StepOutcome.Failed(unseen, EffectAfterFailure.None) { Transient = true }, false);
        WriteStarted(step, body, undo);
        using var limit = deadline.Limit(step.Timeout, cancellationToken);
        var context = run.ContextFor(step, body, undo);
        StepOutcome outcome;
        try
        {
            outcome = await body.RunAsync(context, limit.Token);
        }
        catch (OperationCanceledException stopped) when (limit.Token.IsCancellationRequested)
        {
            // Whoever threw this has cleaned up; what a step outside a transaction did before is not known, unless the catalog told.
            var known = stopped as StoppedException;
            var effect = body.Effect is StepEffect.Outside && known is null ? EffectAfterFailure.Unknown : EffectAfterFailure.None;
            var cancelled = cancellationToken.IsCancellationRequested;
            var why =
                cancelled ? null
                : deadline.IsOver ? "the group's time is over"
                : $"not finished after {Durations.Format(limit.Length ?? TimeSpan.Zero)}";
            outcome = new StepOutcome.Failed(Stopped(step, why, stopped as ProgramStoppedException), effect) { Left = known?.Left };
            WriteFailed(step, outcome, undo);
            return (outcome, cancelled);
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not StateWriteException)
        {
            // A full disk under the temporary folder, or a file of the plan that is gone.
            outcome = new StepOutcome.Failed(
                PlanExecutor.Unusable(step, exception),
                body.Effect is StepEffect.Outside ? EffectAfterFailure.Unknown : EffectAfterFailure.None
            );
        }

        WriteFailed(step, outcome, undo);
        return (outcome, false);
    }

    // Why is null where a person stopped it.
    private static Diagnostic Stopped(RenderedStep step, string? why, ProgramStoppedException? program)
    {
        var time = why is null ? null : "give it more time with timeout:, or find what it waits for";
        var printed = program?.Printed is { } file ? $"all that it printed: {file}" : null;
        var help = time is not null && printed is not null ? $"{time}; {printed}" : time ?? printed;
        return Diagnostic.Error("PR6004", $"step \"{step.Path}\": {why ?? "cancelled"}", step.Place, help) with
        {
            Detail = program?.Errors,
        };
    }

    // What is in no transaction of ours finds no other epoch at its COMMIT, so it is looked for before.
    private async Task<Diagnostic?> UnseenAsync(RenderedStep step, RenderedBody body, CancellationToken cancellationToken)
    {
        if (run.Markers is not { } markers || body.Effect is not (StepEffect.Outside or StepEffect.Listed))
            return null;
        try
        {
            await markers.CheckAsync(run.Sessions, step.Path, cancellationToken);
            return null;
        }
        catch (PostgresFailureException e)
        {
            return e.Diagnostic;
        }
    }

    private void WriteStarted(RenderedStep step, RenderedBody body, bool undo)
    {
        // Where the effect is not in a transaction, nothing may begin before this line is on the disk.
        var flush = body.Effect is StepEffect.Outside or StepEffect.Person || step.Step.PointOfNoReturn || undo;
        run.Store.Write(
            new StepStarted(run.Run, step.Path.Value, body.Effect)
            {
                Undo = undo,
                Kind = body.Kind.Key,
                PointOfNoReturn = step.Step.PointOfNoReturn && !undo,
                New = step.Step.IsNew && !undo,
                Source = undo ? null : step.SourceFingerprint,
                Text = undo ? null : step.Fingerprint,
                Rendered = body.Redacted,
            },
            flush
        );
    }

    private void WriteFailed(RenderedStep step, StepOutcome outcome, bool undo)
    {
        if (outcome is StepOutcome.Failed failed)
        {
            var told = new StepFailed(run.Run, step.Path.Value, undo, failed.Diagnostic.Message, failed.Effect == EffectAfterFailure.None)
            {
                Left = failed.Left,
                Ended = failed.Effect == EffectAfterFailure.Partial,
            };
            run.Store.Write(told, flush: true);
        }
    }

    private StepResult Ended(RenderedStep step, StepOutcome outcome, bool undo)
    {
        switch (outcome)
        {
            case StepOutcome.Done done:
                // After a commit the committing line already tells the story, so the done line may ride on the next flush.
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
                return Failed(step, failed, undo);
            default:
                throw new InvalidOperationException($"unknown outcome {outcome}");
        }
    }

    private StepResult Failed(RenderedStep step, StepOutcome.Failed failed, bool undo)
    {
        // Who goes on with an undo is told what is to be decided before anything of it runs.
        if (undo || !NeedsDecision(step, failed))
            return Fail(step, failed.Diagnostic);
        return Fail(step, Undecided(failed)) with { Next = run.CommandArguments.NotDone(step.Path) };
    }

    // Of what was stopped before it had done anything, or settles itself, the next apply knows enough.
    private StepResult Cancelled(RenderedStep step, StepOutcome outcome)
    {
        var cancelled = new StepResult(step.Path, StepEnd.Cancelled, TimeSpan.Zero, "cancelled");
        return outcome is StepOutcome.Failed failed && NeedsDecision(step, failed)
            ? cancelled with
            {
                Diagnostic = Undecided(failed),
                Next = run.CommandArguments.NotDone(step.Path),
            }
            : cancelled;
    }

    private static Diagnostic Undecided(StepOutcome.Failed failed)
    {
        var whether = failed.Effect == EffectAfterFailure.Partial ? "if it may run again from its beginning" : "if its effect is not there";
        var look = $"{whether}, go on as told under next:; {CommandArguments.OrDone}";
        return failed.Diagnostic with { Help = failed.Diagnostic.Help is { } own ? $"{own}; then, {look}" : look };
    }

    // Nothing but a person can tell whether it may run again, so the next apply would only say so.
    private bool NeedsDecision(RenderedStep step, StepOutcome.Failed failed) =>
        failed.Effect != EffectAfterFailure.None && Doubt.IsForPerson(run.Plan, step, run.Snapshot.Find(step.Path));

    // Doubling from delay up to max_delay, with full jitter above half of it, so that runners that failed together do not return together.
    private static TimeSpan Backoff(Retry retry, int attempt)
    {
        var full = Math.Min(retry.MaxDelay.TotalMilliseconds, retry.Delay.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(full * (0.5 + Random.Shared.NextDouble() / 2));
    }
}
