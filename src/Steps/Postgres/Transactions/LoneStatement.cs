using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.EndStates;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Results;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Postgres.Transactions;

/// <summary>One statement outside any transaction: once it was sent, its answer says whether it was done, otherwise the catalog.</summary>
internal sealed class LoneStatement(StepContext context, TransactionWork work, StepDeadline deadline)
{
    /// <summary>How long the catalog may be queried after the step's own timeout.</summary>
    private static readonly TimeSpan LastQuestion = TimeSpan.FromSeconds(15);

    private readonly LockWatch watch = new(context);
    private readonly EndAsker? asker = work.End is null ? null : new EndAsker(context, work.End, work.Connection, work.Settings);
    private BackendPoint? sent;

    public async Task<StepOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await context.Sessions.OpenAsync(
                work.Connection,
                context.Path,
                work.Settings,
                context.Timeout,
                context.Tell,
                cancellationToken
            );
            return await RunAsync(session, cancellationToken);
        }
        catch (PostgresFailureException e)
        {
            return new StepOutcome.Failed(e.At(work.Place), EffectAfterFailure.None) { Transient = e.Transient };
        }
        catch (OperationCanceledException) when (sent is null && cancellationToken.IsCancellationRequested && Overdue() is { } overdue)
        {
            return new StepOutcome.Failed(overdue, EffectAfterFailure.None);
        }
    }

    public async Task<StepOutcome> RunAsync(Session session, CancellationToken cancellationToken)
    {
        sent = null;
        cancellationToken.ThrowIfCancellationRequested();
        var (settled, picture) = await BeforeAsync(session, cancellationToken);
        if (settled is not null)
            return settled;
        var before = session.Notices.Count;
        QueryResult result;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var point = new BackendPoint(
                session.Connection,
                session.Identity.CommitSystemIdentifier,
                session.Identity.ProcessId,
                session.Identity.BackendStart
            )
            {
                Before = picture,
                Item = work.Item,
            };
            context.Journal.Running(point);
            sent = point;
            result = await watch.RunAsync(session, BoundStatement.Of(work.Statements[0], work.Parameters), keep: 1, cancellationToken);
        }
        catch (PostgresFailureException e)
        {
            return await AfterAsync(session, e);
        }
        catch (OperationCanceledException) when (sent is not null && cancellationToken.IsCancellationRequested)
        {
            return await StoppedAsync(session, cancellationToken);
        }

        var (captured, wrong) = await Captures.TakeAsync(
            session,
            result.HasColumns ? result : null,
            work.Captures,
            work.Place,
            context.Redactor,
            cancellationToken
        );
        wrong ??= ServerNotice.Failure(
            session.Notices.Skip(before),
            work.FailOnNotice,
            work.Place,
            "the statement was not in a transaction, so its effect remains"
        );
        return wrong is null ? new StepOutcome.Done(captured) : new StepOutcome.Failed(wrong, EffectAfterFailure.Partial);
    }

    // An outcome where nothing is to be sent; else what there is before it is.
    private async Task<(StepOutcome? Settled, string? Picture)> BeforeAsync(Session session, CancellationToken cancellationToken)
    {
        if (asker is null)
            return (null, null);
        var last = context.LastRun is { } run && run.Item == work.Item ? run.Before : null;
        EndAnswer.Left? tidying = null;
        try
        {
            var (answer, picture) = await asker.LookAsync(session, last, cancellationToken);
            if (answer is EndAnswer.Left { Remedies.Count: > 0 } left)
            {
                tidying = left;
                answer = await asker.TidyAsync(session, left, last, cancellationToken);
                picture = answer is EndAnswer.Done ? null : (await asker.LookAsync(session, null, cancellationToken)).Picture;
            }

            return answer switch
            {
                EndAnswer.Done done => (new StepOutcome.Done(StepOutcome.Done.Nothing.Captured) { Because = done.Found }, null),
                EndAnswer.InTheWay other => (new StepOutcome.Failed(other.At(work.Place), EffectAfterFailure.None), null),
                _ => (null, picture),
            };
        }
        catch (PostgresFailureException e) when (tidying is not null)
        {
            var told = e.At(work.Place) with { Message = $"{tidying.Found}, and it could not be {tidying.Will}: {e.Diagnostic.Message}" };
            return (new StepOutcome.Failed(told, EffectAfterFailure.None) { Transient = e.Transient, Left = tidying.Text }, null);
        }
        catch (PostgresFailureException e) when (last is null && !e.ConnectionLost)
        {
            // Nothing was sent yet that could be there twice: the server decides.
            return (null, null);
        }
    }

    private async Task<StepOutcome> AfterAsync(Session session, PostgresFailureException failure)
    {
        var told = watch.Explain(failure, work.Place);
        if (asker is null)
            return new StepOutcome.Failed(told, EffectOf(failure)) { Transient = failure.Transient };
        return await AskAfterAsync(session) switch
        {
            EndAnswer.Done done => new StepOutcome.Done(StepOutcome.Done.Nothing.Captured) { Because = done.Found },
            EndAnswer.Left left => new StepOutcome.Failed(With(told, left), EffectAfterFailure.None)
            {
                Transient = failure.Transient,
                Left = left.Text,
            },
            EndAnswer.Unknown => new StepOutcome.Failed(told, EffectOf(failure)) { Transient = failure.Transient },
            _ => new StepOutcome.Failed(told, EffectAfterFailure.None) { Transient = failure.Transient },
        };
    }

    // Its time is over, or somebody stopped the run: the statement was cancelled, and may have left something.
    private async Task<StepOutcome> StoppedAsync(Session session, CancellationToken cancellationToken)
    {
        var overdue = Overdue();
        var answer = asker is null ? null : await AskAfterAsync(session);
        switch (answer)
        {
            case EndAnswer.Done done:
                return new StepOutcome.Done(StepOutcome.Done.Nothing.Captured) { Because = done.Found };
            case null or EndAnswer.Unknown:
                return overdue is null
                    ? throw new OperationCanceledException(cancellationToken)
                    : new StepOutcome.Failed(overdue, EffectAfterFailure.Unknown);
            default:
                var left = answer as EndAnswer.Left;
                return overdue is null
                    ? throw new StoppedException(left?.Text, cancellationToken)
                    : new StepOutcome.Failed(left is null ? overdue : With(overdue, left), EffectAfterFailure.None) { Left = left?.Text };
        }
    }

    private async Task<EndAnswer> AskAfterAsync(Session session)
    {
        using var patience = new CancellationTokenSource(LastQuestion, context.Time);
        try
        {
            if (session.IsOpen)
                return (await asker!.LookAsync(session, sent!.Before, patience.Token)).Answer;
            // After a lost connection it may still be running.
            if (
                await new TransactionOutcome(context.Sessions, context.Time, context.Path, context.Tell).EndAsync(sent!, patience.Token) is
                { } running
            )
                return new EndAnswer.Unknown(running);
            return await asker!.AskAsync(sent, tidy: false, patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return new EndAnswer.Unknown("the server did not answer in time");
        }
        catch (PostgresFailureException e)
        {
            return new EndAnswer.Unknown(e.Diagnostic.Message);
        }
    }

    // A statement that ends none of its own transactions is rolled back with an error.
    private EffectAfterFailure EffectOf(PostgresFailureException failure)
    {
        var statement = work.Statements[0].Class;
        return failure.ConnectionLost ? EffectAfterFailure.Unknown
            : PostgresFailures.RefusedAtOnce(failure.SqlState) || statement is { RollbackSafe: true, Command: not ("CALL" or "DO") }
                ? EffectAfterFailure.None
            : EffectAfterFailure.Partial;
    }

    private static Diagnostic With(Diagnostic told, EndAnswer.Left left) =>
        told with
        {
            Detail = string.IsNullOrEmpty(told.Detail) ? $"left: {left.Found}" : $"{told.Detail}\nleft: {left.Found}",
            Help = $"{(told.Help is { } help ? $"{help}; " : "fix that, then apply again; ")}{left.Found}: {left.Will} by the next apply",
        };

    private Diagnostic? Overdue() =>
        deadline.Passed(
            sent is not null ? $"running {work.Statements[0].Class.Command}" : $"connecting to {work.Connection}",
            work.Place,
            watch.LastSeen
        );
}
