using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Markers;
using PlanRunner.Steps.Results;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Postgres.Transactions;

/// <summary>
/// One transaction of a step, exactly once: statements, captures, verify, the journal's <c>committing</c> line, COMMIT. When COMMIT
/// was sent and its answer did not come, the server is asked for the outcome, in the same run.
/// </summary>
internal sealed class StepTransaction(StepContext context, TransactionWork work, StepDeadline deadline)
{
    /// <summary>The check after a lost COMMIT outlives the step's own token, but not forever.</summary>
    private static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(60);

    private readonly LockWatch watch = new(context);
    private SqlStatement? current;
    private bool lasting;
    private IReadOnlyDictionary<string, CapturedValue>? earlier;

    // What is always rolled back leaves no marker.
    private DatabaseMarkers? Markers => work.KeepNothing || context.Markers?.Covers(work.Connection) != true ? null : context.Markers;

    private string Fingerprint => work.ItemFingerprint ?? context.Fingerprint;

    public async Task<StepOutcome> RunAsync(CancellationToken cancellationToken)
    {
        Session? session = null;
        try
        {
            session = await context.Sessions.OpenAsync(
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
            return Failed(e.At(work.Place), e.Transient);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && Overdue() is { } overdue)
        {
            return Failed(overdue);
        }
        finally
        {
            if (session is not null)
                await session.DisposeAsync();
        }
    }

    /// <summary>On a session that is used for more; it is not in a transaction afterwards, or closed.</summary>
    public async Task<StepOutcome> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var captured = (IReadOnlyDictionary<string, CapturedValue>)new Dictionary<string, CapturedValue>();
        CommitPoint point;
        try
        {
            (captured, var wrong) = await WorkAsync(session, cancellationToken);
            if (wrong is not null || work.KeepNothing || earlier is not null)
            {
                await session.RollbackAsync();
                return wrong is null ? new StepOutcome.Done(captured) : Failed(wrong);
            }

            point = await MarkAsync(
                session,
                await session.CommitPointAsync(work.RollbackSafe, cancellationToken),
                captured,
                cancellationToken
            );
            // The journal names this transaction by its id, so the id must outlive a crash of the server first.
            await context.Sessions.FlushLogAsync(work.Connection, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (PostgresFailureException e)
        {
            await session.RollbackAsync();
            // Rejected by the parser: this statement did nothing.
            lasting |= current is { Class.RollbackSafe: false } && e.SqlState != "42601";
            return Failed(watch.Explain(e, work.Place), e.Transient);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            lasting |= current is { Class.RollbackSafe: false };
            var overdue = Overdue();
            await session.RollbackAsync();
            if (overdue is not null)
                return Failed(overdue);
            // What a rollback does not undo must not count as a step that did nothing.
            if (lasting)
                return Failed(
                    Diagnostic.Error(
                        "PR6109",
                        $"cancelled while running {current?.Class.Command}; {current?.Class.Reason ?? "a statement before it has an effect that stays"}",
                        work.Place
                    )
                );
            throw;
        }

        context.Journal.Committing(point, captured, work.Item);
        return await CommitAsync(session, point, captured, cancellationToken);
    }

    private async Task<(IReadOnlyDictionary<string, CapturedValue> Captured, Diagnostic? Wrong)> WorkAsync(
        Session session,
        CancellationToken cancellationToken
    )
    {
        var before = session.Notices.Count;
        await session.BeginAsync(readOnly: false, cancellationToken);
        earlier =
            Markers is { } markers && !context.Undoing
                ? await markers.ClaimAsync(session, context.Path, work.Item, Fingerprint, cancellationToken)
                : null;
        if (earlier is not null)
            return (earlier, null);
        QueryResult? last = null;
        foreach (var statement in work.Statements)
        {
            current = statement;
            var result = await watch.RunAsync(session, BoundStatement.Of(statement, work.Parameters), keep: 1, cancellationToken);
            lasting |= !statement.Class.RollbackSafe;
            if (result.HasColumns)
                last = result;
        }

        var (captured, wrong) = await Captures.TakeAsync(session, last, work.Captures, work.Place, context.Redactor, cancellationToken);
        wrong ??= Noticed(session, before);
        if (wrong is null && work.Verify is { } verify)
            wrong = Verification.Refusal(
                await ProbeAsker.AskOnAsync(session, verify, context.VerifyParameters, cancellationToken),
                verify,
                rolledBack: true
            );
        return (captured, wrong);
    }

    private async Task<CommitPoint> MarkAsync(
        Session session,
        CommitPoint point,
        IReadOnlyDictionary<string, CapturedValue> captured,
        CancellationToken cancellationToken
    )
    {
        if (Markers is not { } markers)
            return point;
        if (context.Undoing)
            await markers.RemoveAsync(session, context.Path, cancellationToken);
        else
            await markers.KeepAsync(session, context.Path, point, work.Item, Fingerprint, captured, cancellationToken);
        return point with { Marked = true };
    }

    private async Task<StepOutcome> CommitAsync(
        Session session,
        CommitPoint point,
        IReadOnlyDictionary<string, CapturedValue> captured,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await session.CommitAsync(cancellationToken);
            return new StepOutcome.Done(captured);
        }
        catch (PostgresFailureException e) when (!e.ConnectionLost && PostgresFailures.AbortsCommit(e.SqlState))
        {
            await session.RollbackAsync();
            return Failed(e.At(work.Place), e.Transient);
        }
        catch (PostgresFailureException e)
        {
            return await SettleAsync(session, point, captured, e.Diagnostic.Message);
        }
        catch (OperationCanceledException)
        {
            return await SettleAsync(session, point, captured, "cancelled");
        }
    }

    private async Task<StepOutcome> SettleAsync(
        Session session,
        CommitPoint point,
        IReadOnlyDictionary<string, CapturedValue> captured,
        string why
    )
    {
        await session.DisposeAsync();
        var fate = TransactionFate.Unknown("the server did not answer in time");
        using var patience = new CancellationTokenSource(SettlePatience, context.Time);
        try
        {
            fate = await StepCommit.AskAsync(context, point, patience.Token, work.Item);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // It stays unknown.
        }

        return fate.Fate switch
        {
            CommitFate.Committed => new StepOutcome.Done(captured),
            CommitFate.Aborted => Failed(
                Diagnostic.Error("PR6108", $"COMMIT failed ({why}) and {fate.Reason}", work.Place),
                transient: true
            ),
            _ => new StepOutcome.Failed(
                Diagnostic.Error(
                    "PR6114",
                    $"COMMIT was sent and its outcome is unknown ({why}): {fate.Reason}",
                    work.Place,
                    "check in the database whether the effect is there"
                ),
                EffectAfterFailure.Unknown
            ),
        };
    }

    private Diagnostic? Noticed(Session session, int before) =>
        ServerNotice.Failure(session.Notices.Skip(before), work.FailOnNotice, work.Place);

    private Diagnostic? Overdue() =>
        deadline.Passed(
            current is null ? $"connecting to {work.Connection}" : $"running {current.Class.Command}",
            current is null ? work.Place : current.Place,
            watch.LastSeen
        );

    private StepOutcome.Failed Failed(Diagnostic diagnostic, bool transient = false) =>
        new(diagnostic, lasting ? EffectAfterFailure.Partial : EffectAfterFailure.None) { Transient = transient };
}
