using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using Npgsql;

namespace PlanRunner.Steps.Postgres.Connections;

/// <summary>Makes the driver's source of physical connections: no pool, no rewriting, no hidden deadline, no loading of types.</summary>
internal static class ConnectionSource
{
    // Before the driver's first use: one statement a command, positional parameters, the text goes out as it is.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The switch counts only before the driver's first use, wherever that is.")]
    internal static void SendTextAsItIs() => AppContext.SetSwitch("Npgsql.EnableSqlRewriting", isEnabled: false);

    /// <param name="settings">The connection.</param>
    /// <param name="server">One of its servers.</param>
    /// <param name="plan">Named in the session.</param>
    public static NpgsqlDataSource Of(ConnectionSettings settings, ServerAddress server, string plan)
    {
        var own = settings.Parameters;
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = server.Host,
            Port = server.Port,
            Database = settings.Database,
            Username = settings.Username,
            Password = settings.Password,
            SslMode = Ssl(settings),
            // Without a file the driver looks into the machine's own store.
            RootCertificate = settings.RootCertificate is ConnectionSettings.SystemStore ? null : settings.RootCertificate,
            ApplicationName = "planrunner " + plan,
            Pooling = false,
            Multiplexing = false,
            Enlist = false,
            Timeout = Number(own, "connect_timeout") is { } seconds ? Math.Max(0, seconds) : 15,
            CommandTimeout = 0,
            CancellationTimeout = 5000,
            KeepAlive = 30,
            TcpKeepAlive = Number(own, "keepalives") is not 0,
            TcpKeepAliveTime = Math.Max(0, Number(own, "keepalives_idle") ?? 0),
            TcpKeepAliveInterval = Math.Max(0, Number(own, "keepalives_interval") ?? 0),
            ClientEncoding = "UTF8",
            // What the driver then says stays in PostgresFailures, which redacts it.
            IncludeErrorDetail = true,
            IncludeFailedBatchedCommand = true,
            PersistSecurityInfo = false,
            MaxAutoPrepare = 0,
            GssEncryptionMode = Word(own, "gssencmode", GssEncryptionMode.Disable),
            SslNegotiation = Word(own, "sslnegotiation", SslNegotiation.Postgres),
            ChannelBinding = Word(own, "channel_binding", ChannelBinding.Prefer),
            RequireAuth = own.TryGetValue("require_auth", out var methods) ? Methods(methods) : null,
            Options = own.GetValueOrDefault("options"),
            SslCertificate = own.GetValueOrDefault("sslcert"),
            SslKey = own.GetValueOrDefault("sslkey"),
            SslPassword = own.GetValueOrDefault("sslpassword"),
        };
        if (own.TryGetValue("krbsrvname", out var service))
            text.KerberosServiceName = service;
        var builder = new NpgsqlSlimDataSourceBuilder(text.ConnectionString);
        // By default the driver would need the Kerberos library on machines that do not use it.
        if (
            own.ContainsKey("krbsrvname")
            || text.GssEncryptionMode != GssEncryptionMode.Disable
            || text.RequireAuth?.Contains("gss", StringComparison.Ordinal) == true
        )
            builder.EnableIntegratedSecurity();
        if (own.ContainsKey("ssl_min_protocol_version") || own.ContainsKey("ssl_max_protocol_version"))
            builder.UseSslClientAuthenticationOptionsCallback(options => options.EnabledSslProtocols = Versions(own));
        return builder.EnableTransportSecurity().ConfigureTypeLoading(types => types.EnableTypeLoading(enable: false)).Build();
    }

    private static int? Number(IReadOnlyDictionary<string, string> own, string name) =>
        own.TryGetValue(name, out var text)
        && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static T Word<T>(IReadOnlyDictionary<string, string> own, string name, T usual)
        where T : struct, Enum =>
        own.TryGetValue(name, out var text) && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : usual;

    // The driver has names of its own for libpq's methods.
    private static string Methods(string methods) =>
        string.Join(
            ',',
            methods
                .Split(',')
                .Select(method =>
                    (method.StartsWith('!') ? "!" : "")
                    + method.TrimStart('!') switch
                    {
                        "password" => "Password",
                        "scram-sha-256" => "ScramSHA256",
                        "none" => "None",
                        var other => other.ToUpperInvariant(),
                    }
                )
        );

    private static SslProtocols Versions(IReadOnlyDictionary<string, string> own)
    {
        var least = own.GetValueOrDefault("ssl_min_protocol_version") is "TLSv1.3" ? SslProtocols.None : SslProtocols.Tls12;
        var most = own.GetValueOrDefault("ssl_max_protocol_version") is "TLSv1.2" ? SslProtocols.None : SslProtocols.Tls13;
        return least | most;
    }

    private static SslMode Ssl(ConnectionSettings settings) =>
        settings.SslMode switch
        {
            "disable" => SslMode.Disable,
            "allow" => SslMode.Allow,
            // As in libpq: if the authorities are given, they are checked.
            "require" when settings.RootCertificate is not (null or ConnectionSettings.SystemStore) => SslMode.VerifyCA,
            "require" => SslMode.Require,
            "verify-ca" => SslMode.VerifyCA,
            "verify-full" => SslMode.VerifyFull,
            _ => SslMode.Prefer,
        };
}
