using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.EndStates;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Transactions;

namespace PlanRunner.Steps.Kinds;

/// <summary>Walks the list of a generate: one marker a statement, or all of them in one transaction.</summary>
internal sealed class GeneratedRun(StepContext context, TransactionWork work, StepDeadline deadline)
{
    private const string Unit = "statements";

    private Session? session;

    public static async Task<StepOutcome> AllAsync(
        StepContext context,
        TransactionWork work,
        IReadOnlyList<GeneratedItem> items,
        StepDeadline deadline,
        CancellationToken cancellationToken
    )
    {
        if (items.Count == 0)
            return StepOutcome.Done.Nothing;
        if (items.FirstOrDefault(i => i.Statement.Class.TransactionForbidden) is { } outside)
            return Checks.Failed(
                Diagnostic.Error(
                    "PR6134",
                    $"transaction: all, but {outside.Statement.Class.Reason} (statement \"{outside.Listed.Key}\")",
                    work.Place,
                    "say transaction: each"
                )
            );
        var outcome = await new StepTransaction(context, work with { Statements = [.. items.Select(i => i.Statement)] }, deadline).RunAsync(
            cancellationToken
        );
        return outcome is StepOutcome.Failed { Diagnostic: var diagnostic } failed
            ? failed with
            {
                Diagnostic = Name(diagnostic, items),
            }
            : outcome;

        static Diagnostic Name(Diagnostic diagnostic, IReadOnlyList<GeneratedItem> items) =>
            diagnostic with
            {
                Message = $"{diagnostic.Message} (one of {items.Count} generated statements)",
            };
    }

    public async Task<StepOutcome> EachAsync(IReadOnlyList<GeneratedItem> items, CancellationToken cancellationToken)
    {
        try
        {
            var done = 0;
            foreach (var item in items)
            {
                if (item.Progress != ItemProgress.Done && await OneAsync(item, cancellationToken) is { } failed)
                    return failed;
                context.Tell(new StepEvent.Progress(context.Path, ++done, items.Count, Unit));
            }

            return StepOutcome.Done.Nothing;
        }
        finally
        {
            if (session is not null)
                await session.DisposeAsync();
        }
    }

    /// <summary>Null once the statement is done.</summary>
    private async Task<StepOutcome.Failed?> OneAsync(GeneratedItem item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (item.Progress == ItemProgress.Committing && item.Committing is { } point)
        {
            var fate = await StepCommit.AskAsync(context, point, cancellationToken, item.Listed.Key);
            if (fate.Fate == CommitFate.Committed)
            {
                context.Journal.ItemDone(item.Listed.Key);
                return null;
            }

            // The item keeps its commit point, and the next run asks again.
            if (fate.AskAgain)
                return new StepOutcome.Failed(
                    InDoubt(item, fate.Reason, "fix the reported error, then apply again: the check is repeated"),
                    EffectAfterFailure.None
                );
            var again = context.Idempotent || (fate.Fate == CommitFate.Aborted && point.RollbackSafe);
            if (!again)
                return Doubt(item, fate.Reason);
        }
        else if (item.Progress == ItemProgress.Started && EndStateReader.Of(item.Statement) is not null)
        {
            // While it still runs, what the catalog shows is only a not yet.
            if (
                context.LastRun is { } last
                && await new TransactionOutcome(context.Sessions, context.Time, context.Path, context.Tell).EndAsync(
                    last,
                    cancellationToken
                )
                    is { } running
            )
                return new StepOutcome.Failed(
                    InDoubt(item, running, "fix the reported error, then apply again: the check is repeated"),
                    EffectAfterFailure.None
                );
        }
        else if (item.Progress is ItemProgress.Started or ItemProgress.Committing && !context.Idempotent)
        {
            return Doubt(item, "it was interrupted and cannot run in a transaction");
        }

        return await RunAsync(item, cancellationToken);
    }

    private async Task<StepOutcome.Failed?> RunAsync(GeneratedItem item, CancellationToken cancellationToken)
    {
        var own = work with
        {
            Statements = [item.Statement],
            Item = item.Listed.Key,
            ItemFingerprint = item.Listed.Fingerprint,
            Verify = null,
            End = item.Statement.Class.TransactionForbidden ? EndStateReader.Of(item.Statement) : null,
        };
        var alone = item.Statement.Class.TransactionForbidden;
        try
        {
            if (session is { IsOpen: false })
            {
                await session.DisposeAsync();
                session = null;
            }

            session ??= await context.Sessions.OpenAsync(
                work.Connection,
                context.Path,
                work.Settings,
                context.Timeout,
                context.Tell,
                cancellationToken
            );
            if (alone)
                context.Journal.ItemStarted(item.Listed.Key);
            var outcome = alone
                ? await new LoneStatement(context, own, deadline).RunAsync(session, cancellationToken)
                : await new StepTransaction(context, own, deadline).RunAsync(session, cancellationToken);
            if (outcome is StepOutcome.Failed failed)
                return Fail(item, failed);
            context.Journal.ItemDone(item.Listed.Key);
            return null;
        }
        catch (PostgresFailureException e)
        {
            return Fail(item, new StepOutcome.Failed(e.At(work.Place), EffectAfterFailure.None) { Transient = e.Transient });
        }
        catch (OperationCanceledException)
            when (alone
                && cancellationToken.IsCancellationRequested
                && deadline.Passed($"running {item.Statement.Class.Command}", work.Place) is { } overdue
            )
        {
            return Fail(item, new StepOutcome.Failed(overdue, EffectAfterFailure.Unknown));
        }
    }

    private StepOutcome.Failed Fail(GeneratedItem item, StepOutcome.Failed failed)
    {
        var told = failed.Diagnostic with
        {
            Message = $"{failed.Diagnostic.Message} (statement \"{item.Listed.Key}\")",
            Detail = failed.Diagnostic.Detail is { } detail ? $"{detail}\n{item.Listed.Text}" : item.Listed.Text,
        };
        // Without a line for it the item stays in doubt, which it is.
        if (failed.Effect == EffectAfterFailure.None)
            context.Journal.ItemFailed(item.Listed.Key, told.Message);
        return failed with { Diagnostic = told };
    }

    private StepOutcome.Failed Doubt(GeneratedItem item, string why) =>
        new(
            InDoubt(
                item,
                why,
                "check whether its effect exists, then planrunner resolve; or set idempotent: true if it can safely run twice"
            ),
            EffectAfterFailure.Unknown
        );

    private Diagnostic InDoubt(GeneratedItem item, string why, string help) =>
        Diagnostic.Error("PR6135", $"statement \"{item.Listed.Key}\" is in doubt: {why}", work.Place, help) with
        {
            Detail = item.Listed.Text,
        };
}
