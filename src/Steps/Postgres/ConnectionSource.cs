using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Npgsql;

namespace PlanRunner.Steps.Postgres;

/// <summary>Makes the driver's source of physical connections: no pool, no rewriting, no hidden deadline, no loading of types.</summary>
internal static class ConnectionSource
{
    // Before the driver's first use: one statement a command, positional parameters, the text goes out as it is.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The switch counts only before the driver's first use, wherever that is.")]
    internal static void SendTextAsItIs() => AppContext.SetSwitch("Npgsql.EnableSqlRewriting", isEnabled: false);

    public static NpgsqlDataSource Of(ConnectionSettings settings, string plan)
    {
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = settings.Host,
            Port = settings.Port,
            Database = settings.Database,
            Username = settings.Username,
            Password = settings.Password,
            SslMode = Ssl(settings.SslMode),
            // Without a file the driver looks into the machine's own store.
            RootCertificate = settings.RootCertificate is ConnectionSettings.SystemStore ? null : settings.RootCertificate,
            ApplicationName = "planrunner " + plan,
            Pooling = false,
            Multiplexing = false,
            Enlist = false,
            Timeout = 15,
            CommandTimeout = 0,
            CancellationTimeout = 5000,
            KeepAlive = 30,
            TcpKeepAlive = true,
            // What the driver then says stays in PostgresFailures, which redacts it.
            IncludeErrorDetail = true,
            IncludeFailedBatchedCommand = true,
            PersistSecurityInfo = false,
            MaxAutoPrepare = 0,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        return new NpgsqlSlimDataSourceBuilder(text.ConnectionString)
            .EnableTransportSecurity()
            .ConfigureTypeLoading(types => types.EnableTypeLoading(enable: false))
            .Build();
    }

    private static SslMode Ssl(string mode) => mode switch
    {
        "disable" => SslMode.Disable,
        "require" => SslMode.Require,
        "verify-ca" => SslMode.VerifyCA,
        "verify-full" => SslMode.VerifyFull,
        _ => SslMode.Prefer,
    };
}
