using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.EndStates;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Steps.Postgres.Transactions;

/// <summary>Asks for the outcome of a statement outside any transaction, and removes what its earlier attempt left.</summary>
internal sealed class EndAsker(StepContext context, EndState end, string connection, IReadOnlyDictionary<string, string> settings)
{
    /// <summary>For a step without a deadline.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="last">The attempt before.</param>
    /// <param name="tidy">Removes what it left.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<EndAnswer> AskAsync(BackendPoint? last, bool tidy, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await context.Sessions.OpenAsync(
                connection,
                context.Path,
                settings,
                context.Timeout ?? Patience,
                context.Tell,
                cancellationToken
            );
            var (answer, _) = await LookAsync(session, last?.Before, cancellationToken);
            return tidy && answer is EndAnswer.Left left ? await TidyAsync(session, left, last?.Before, cancellationToken) : answer;
        }
        catch (PostgresFailureException e)
        {
            return new EndAnswer.Unknown(e.Diagnostic.Message) { Transient = e.Transient };
        }
    }

    /// <summary>Its outcome, and what exists now.</summary>
    public async Task<(EndAnswer Answer, string? Picture)> LookAsync(Session session, string? before, CancellationToken cancellationToken)
    {
        await session.BeginAsync(readOnly: true, cancellationToken);
        try
        {
            var answer = await end.AskAsync(session, before, cancellationToken);
            return (answer, answer is EndAnswer.Done ? null : await end.PictureAsync(session, cancellationToken));
        }
        finally
        {
            await session.RollbackAsync();
        }
    }

    /// <summary>What is to be reported after it.</summary>
    public async Task<EndAnswer> TidyAsync(Session session, EndAnswer.Left left, string? before, CancellationToken cancellationToken)
    {
        if (left.Remedies.Count == 0)
            return left;
        context.Tell(new StepEvent.Doing(context.Path, left.Text));
        foreach (var remedy in left.Remedies)
            await session.RunAsync(remedy, [], 0, cancellationToken);
        return (await LookAsync(session, before, cancellationToken)).Answer;
    }
}
