using Npgsql;
using NpgsqlTypes;
using PlanRunner.Source;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Steps.Postgres;

/// <summary>The first exchange on a new connection: who are you (before any role is set), and these are our settings.</summary>
internal sealed class SessionOpening(string connection, NpgsqlConnection opened, Redactor redactor)
{
    public async Task<BackendIdentity> PrepareAsync(IReadOnlyList<(string Key, string Value)> settings, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAndSetAsync(settings, cancellationToken);
        }
        catch (PostgresException e) when (e.InvariantSeverity == "ERROR" && e.BatchCommand is { } refused)
        {
            if (refused.CommandText == BackendIdentities.Question)
            {
                var identity = await Told(
                    () => BackendIdentities.ReadInPartsAsync(connection, opened, cancellationToken),
                    cancellationToken
                );
                await Told(() => SetAsync(settings, cancellationToken), cancellationToken);
                return identity;
            }

            return (string?)refused.Parameters[0].Value == SessionSettings.CheckInterval
                ? await PrepareAsync([.. settings.Where(s => s.Key != SessionSettings.CheckInterval)], cancellationToken)
                : throw Refused(e, refused);
        }
        catch (Exception e) when (Session.IsFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            throw PostgresFailures.Of(e, null, connection, redactor);
        }
    }

    private async Task<BackendIdentity> AskAndSetAsync(
        IReadOnlyList<(string Key, string Value)> settings,
        CancellationToken cancellationToken
    )
    {
        await using var batch = Batch(settings);
        batch.BatchCommands.Insert(0, new NpgsqlBatchCommand(BackendIdentities.Question));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var row = BackendIdentities.Row(reader);
        while (await reader.NextResultAsync(cancellationToken)) { }

        return BackendIdentities.Of(connection, row);
    }

    private async Task<bool> SetAsync(IReadOnlyList<(string Key, string Value)> settings, CancellationToken cancellationToken)
    {
        try
        {
            await using var batch = Batch(settings);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.InvariantSeverity == "ERROR" && e.BatchCommand is { } refused)
        {
            return (string?)refused.Parameters[0].Value == SessionSettings.CheckInterval
                ? await SetAsync([.. settings.Where(s => s.Key != SessionSettings.CheckInterval)], cancellationToken)
                : throw Refused(e, refused);
        }
    }

    private NpgsqlBatch Batch(IReadOnlyList<(string Key, string Value)> settings)
    {
        var batch = new NpgsqlBatch(opened) { Timeout = 0 };
        foreach (var (key, value) in settings)
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand("SELECT pg_catalog.set_config($1, $2, false)")
                {
                    Parameters =
                    {
                        new NpgsqlParameter { Value = key, NpgsqlDbType = NpgsqlDbType.Text },
                        new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Text },
                    },
                }
            );
        }

        return batch;
    }

    private async Task<T> Told<T>(Func<Task<T>> exchange, CancellationToken cancellationToken)
    {
        try
        {
            return await exchange();
        }
        catch (Exception e) when (Session.IsFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            throw PostgresFailures.Of(e, null, connection, redactor);
        }
    }

    private PostgresFailureException Refused(PostgresException error, NpgsqlBatchCommand refused) =>
        new(
            Diagnostic.Error(
                "PR6103",
                redactor.Redact(
                    $"{connection}: setting \"{refused.Parameters[0].Value}\" cannot be \"{refused.Parameters[1].Value}\": {error.MessageText} (SQLSTATE {error.SqlState})"
                ),
                null,
                "correct it in the step's or the plan's settings"
            ),
            error.SqlState,
            connectionLost: false
        );
}
