namespace PlanRunner.Steps.Postgres;

/// <summary>Which server and database answered under a connection's name.</summary>
internal sealed record ServerIdentity(string Connection, string SystemIdentifier, string Timeline, string Database, int Version)
{
    /// <summary>17 for 170004.</summary>
    public int Major => Version / 10000;
}
