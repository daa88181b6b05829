using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Results;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Postgres.Transactions;

/// <summary>Runs a probe in its own READ ONLY transaction, or on a session that is in one.</summary>
internal static class ProbeAsker
{
    /// <summary>For a probe whose step has no deadline.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<ProbeAnswer> AskAsync(
        StepContext context,
        RenderedProbe probe,
        IReadOnlyDictionary<string, CapturedValue> parameters,
        CancellationToken cancellationToken
    )
    {
        if (Uncaptured(probe, parameters) is { } missing)
            return missing;
        try
        {
            await using var session = await context.Sessions.OpenAsync(
                probe.Connection,
                context.Path,
                PortableText.Passed(context.Settings),
                context.Timeout ?? Patience,
                context.Tell,
                cancellationToken
            );
            await session.BeginAsync(readOnly: true, cancellationToken);
            var answer = await AskOnAsync(session, probe, parameters, cancellationToken);
            await session.RollbackAsync();
            return answer;
        }
        catch (PostgresFailureException e)
        {
            return Answer(e, probe);
        }
    }

    /// <summary>On a session in a transaction; a question that fails leaves that transaction aborted.</summary>
    public static async Task<ProbeAnswer> AskOnAsync(
        Session session,
        RenderedProbe probe,
        IReadOnlyDictionary<string, CapturedValue> parameters,
        CancellationToken cancellationToken
    )
    {
        if (Uncaptured(probe, parameters) is { } missing)
            return missing;
        try
        {
            var result = await session.RunAsync(BoundStatement.Of(probe.Statement, parameters), 1, cancellationToken);
            return await ReadAsync(session, probe, result, cancellationToken);
        }
        catch (PostgresFailureException e)
        {
            return Answer(e, probe);
        }
    }

    private static async Task<ProbeAnswer> ReadAsync(
        Session session,
        RenderedProbe probe,
        QueryResult result,
        CancellationToken cancellationToken
    )
    {
        const uint Boolean = 16;
        if (result.Columns.Count == 0 || result.Columns[0].TypeOid != Boolean)
        {
            var type = result.Columns.Count == 0 ? "nothing" : await session.TypeNameAsync(result.Columns[0].TypeOid, cancellationToken);
            return new ProbeAnswer.Failed(
                Diagnostic.Error(
                    "PR6106",
                    $"the first column of a probe must be a boolean; this one is {type}",
                    Place(probe),
                    "compare, or use EXISTS (…)"
                )
            );
        }

        if (result.Rows.Count == 0 || result.Rows[0][0] is not "t")
            return new ProbeAnswer.No();
        return new ProbeAnswer.Yes(await Captures.RowAsync(session, result, cancellationToken));
    }

    private static ProbeAnswer Answer(PostgresFailureException failure, RenderedProbe probe) =>
        PostgresFailures.IsMissingObject(failure.SqlState)
            ? new ProbeAnswer.Missing(failure.SqlState, failure.At(Place(probe)))
            : new ProbeAnswer.Failed(failure.At(Place(probe))) { Transient = failure.Transient };

    private static ProbeAnswer.Missing? Uncaptured(RenderedProbe probe, IReadOnlyDictionary<string, CapturedValue> parameters)
    {
        foreach (var (name, reference) in probe.Parameters)
        {
            if (!parameters.ContainsKey(name))
                return new ProbeAnswer.Missing(null, Captures.NotYet(name, reference));
        }

        return null;
    }

    private static Place Place(RenderedProbe probe) => probe.Statement.Source.PlaceAt(probe.Statement.Start);
}
