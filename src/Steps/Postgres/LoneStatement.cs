using PlanRunner.Steps.Source;

namespace PlanRunner.Steps.Postgres;

/// <summary>One statement outside any transaction: once it was sent, only an answer tells whether it was done.</summary>
internal sealed class LoneStatement(StepContext context, TransactionWork work, StepDeadline deadline)
{
    private readonly LockWatch watch = new(context);
    private bool sent;

    public async Task<StepOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await context.Sessions.OpenAsync(work.Connection, context.Path, work.Settings, context.Timeout, context.Tell, cancellationToken);
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
    }

    public async Task<StepOutcome> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var before = session.Notices.Count;
        QueryResult result;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.Journal.Running(new BackendPoint(session.Connection, session.Identity.CommitSystemIdentifier, session.Identity.ProcessId, session.Identity.BackendStart));
            sent = true;
            result = await watch.RunAsync(session, BoundStatement.Of(work.Statements[0], work.Parameters), keep: 1, cancellationToken);
        }
        catch (PostgresFailureException e)
        {
            sent = !PostgresFailures.RefusedAtOnce(e.SqlState);
            return Failed(watch.Explain(e, work.Place), e.Transient);
        }

        var (captured, wrong) = await Captures.TakeAsync(session, result.HasColumns ? result : null, work.Captures, work.Place, context.Redactor, cancellationToken);
        var notice = session.Notices.Skip(before).FirstOrDefault(n => work.FailOnNotice.Contains(n.Severity, StringComparer.OrdinalIgnoreCase));
        if (wrong is null && notice.Text is not null)
            wrong = Diagnostic.Error("PR6113", $"the server said {notice.Severity}: {notice.Text}", work.Place, "fail_on_notice makes a failure of it; the statement was not in a transaction, so its effect stands");
        return wrong is null ? new StepOutcome.Done(captured) : Failed(wrong);
    }

    private Diagnostic? Overdue() => deadline.Passed(
        sent ? $"running {work.Statements[0].Class.Command}" : $"connecting to {work.Connection}", work.Place, watch.LastSeen);

    private StepOutcome.Failed Failed(Diagnostic diagnostic, bool transient = false) =>
        new(diagnostic, sent ? EffectAfterFailure.Unknown : EffectAfterFailure.None) { Transient = transient };
}
