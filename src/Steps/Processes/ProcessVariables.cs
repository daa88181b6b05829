using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PlanRunner.Steps.Processes;

/// <summary>
/// The variables of this process's environment. Those by which the driver would change a connection that an environment file
/// describes are kept from it: sessions of SQL steps and the programs of shell steps must mean the same server in the same way.
/// </summary>
internal static class ProcessVariables
{
    /// <summary>libpq's variables: none of them reaches a connection of a plan.</summary>
    public static readonly IReadOnlyList<string> OfLibpq =
    [
        "PGHOST",
        "PGHOSTADDR",
        "PGPORT",
        "PGDATABASE",
        "PGUSER",
        "PGPASSWORD",
        "PGPASSFILE",
        "PGSERVICE",
        "PGSERVICEFILE",
        "PGSYSCONFDIR",
        "PGREQUIREAUTH",
        "PGCHANNELBINDING",
        "PGCONNECT_TIMEOUT",
        "PGCLIENTENCODING",
        "PGOPTIONS",
        "PGAPPNAME",
        "PGSSLMODE",
        "PGREQUIRESSL",
        "PGSSLNEGOTIATION",
        "PGSSLCOMPRESSION",
        "PGSSLCERT",
        "PGSSLKEY",
        "PGSSLCERTMODE",
        "PGSSLROOTCERT",
        "PGSSLCRL",
        "PGSSLCRLDIR",
        "PGSSLSNI",
        "PGREQUIREPEER",
        "PGSSLMINPROTOCOLVERSION",
        "PGSSLMAXPROTOCOLVERSION",
        "PGGSSENCMODE",
        "PGKRBSRVNAME",
        "PGGSSLIB",
        "PGGSSDELEGATION",
        "PGTARGETSESSIONATTRS",
        "PGLOADBALANCEHOSTS",
        "PGMINPROTOCOLVERSION",
        "PGMAXPROTOCOLVERSION",
        "PGDATESTYLE",
        "PGTZ",
        "PGGEQO",
    ];

    private static readonly Dictionary<string, string> Kept = new(StringComparer.Ordinal);

    /// <summary>A variable as it was set when the process began.</summary>
    public static string? Get(string name) => Kept.TryGetValue(name, out var value) ? value : Environment.GetEnvironmentVariable(name);

    // Before the driver's first use. A child gets all of them, or what its step says instead.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The driver reads them whenever it connects, wherever that is.")]
    internal static void KeepFromDriver()
    {
        foreach (var name in OfLibpq)
        {
            if (Environment.GetEnvironmentVariable(name) is not { } value)
                continue;
            Kept[name] = value;
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    /// <summary>Gives a child what the driver is not to see.</summary>
    internal static void GiveTo(IDictionary<string, string?> child)
    {
        foreach (var (name, value) in Kept)
            child[name] = value;
    }
}
