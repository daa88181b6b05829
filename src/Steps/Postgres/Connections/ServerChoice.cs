using System.Security.Cryptography;
using Npgsql;

namespace PlanRunner.Steps.Postgres.Connections;

/// <summary>Which of a connection's servers are tried, and whether one is what is wanted: libpq's target_session_attrs and load_balance_hosts.</summary>
internal static class ServerChoice
{
    private const string Any = "any";

    public static IEnumerable<(ServerAddress Server, string Wanted)> InOrder(ConnectionSettings settings)
    {
        var servers = settings.Servers.ToArray();
        if (settings.Parameters.GetValueOrDefault("load_balance_hosts") == "random")
            RandomNumberGenerator.Shuffle(servers.AsSpan());
        var wanted = settings.Parameters.GetValueOrDefault("target_session_attrs") ?? Any;
        return wanted == "prefer-standby"
            ? servers.Select(server => (server, "standby")).Concat(servers.Select(server => (server, Any)))
            : servers.Select(server => (server, wanted));
    }

    /// <summary>What the server is instead; null where it is what is wanted.</summary>
    public static async Task<string?> DifferenceAsync(NpgsqlConnection opened, string wanted, CancellationToken cancellationToken)
    {
        if (wanted == Any)
            return null;
        await using var command = new NpgsqlCommand(
            "SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only') = 'on'",
            opened
        )
        {
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (standby, readOnly) = (reader.GetBoolean(0), reader.GetBoolean(1));
        return wanted switch
        {
            "primary" when standby => "it is a standby",
            "standby" when !standby => "it is a primary",
            "read-write" when standby => "it is a standby",
            "read-write" when readOnly => "its sessions are read-only",
            "read-only" when !standby && !readOnly => "its sessions can write",
            _ => null,
        };
    }
}
