using PlanRunner.Source;

namespace PlanRunner.Steps.Postgres.Connections;

/// <summary>A connection as an environment resolved it. Holds a password: never print it.</summary>
internal sealed record ConnectionSettings(string Name, string Host, int Port, string Database, string Username)
{
    public const string SystemStore = "system";

    public string? Password { get; init; }

    /// <summary>The secret's name, which is what people see.</summary>
    public string? PasswordSecret { get; init; }

    /// <summary><c>disable</c>, <c>allow</c>, <c>prefer</c>, <c>require</c>, <c>verify-ca</c> or <c>verify-full</c>.</summary>
    public string SslMode { get; init; } = "prefer";

    /// <summary>A file; null or <see cref="SystemStore"/> for the machine's own certificates.</summary>
    public string? RootCertificate { get; init; }

    /// <summary>Servers to try, in their order, where the first one does not answer or is not what <c>target_session_attrs</c> wants.</summary>
    public IReadOnlyList<ServerAddress> Others { get; init; } = [];

    /// <summary>libpq's other parameters, by its names; the driver and the programs of shell steps get the same ones.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<ServerAddress> Servers => [new(Host, Port), .. Others];

    /// <summary>The major version that the environment declares, checked on connecting.</summary>
    public int? Major { get; init; }

    /// <summary>A marker row of each step's transaction is in this database too (<c>markers: database</c>).</summary>
    public bool Markers { get; init; }

    /// <summary>Where the environment defines it, for errors on connecting.</summary>
    public Place? Place { get; init; }

    public override string ToString() => $"{Name} ({Username}@{string.Join(',', Servers)}/{Database})";
}
