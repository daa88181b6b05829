using System.Text;
using PlanRunner.Runner.Rehearsal.Servers;

namespace PlanRunner.Runner.Rehearsal.Containers;

/// <summary>
/// The script that a server's container runs once, after it has made its cluster: the interface of the official image for whoever
/// needs more than its variables say. It brings the certificate, who may connect, and the settings.
/// </summary>
internal static class ContainerSetup
{
    public const string PathInside = "/docker-entrypoint-initdb.d/planrunner.sh";

    public static string Script(string folder, ServerOrder order, int port)
    {
        var certificate = ServerCertificate.In(folder);
        var host = order.TlsOnly ? "hostssl" : "host";
        var script = new StringBuilder("(\numask 077\n");
        File(script, ">", "server.crt", System.IO.File.ReadAllText(certificate.File));
        File(script, ">", "server.key", System.IO.File.ReadAllText(certificate.KeyFile));
        File(
            script,
            ">",
            "pg_hba.conf",
            $"local all all trust\nlocal replication all trust\n{host} all all all scram-sha-256\n"
                + $"{host} replication all all scram-sha-256\n"
        );
        File(script, ">>", "postgresql.conf", Configuration(order, port));
        return script.Append(")\n").ToString();
    }

    private static string Configuration(ServerOrder order, int port)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // The container's own addresses; outside it is published on 127.0.0.1 only.
            ["listen_addresses"] = "*",
            ["port"] = $"{port}",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["password_encryption"] = "scram-sha-256",
            ["ssl"] = "on",
            ["ssl_cert_file"] = "server.crt",
            ["ssl_key_file"] = "server.key",
            ["ssl_min_protocol_version"] = "TLSv1.2",
            ["fsync"] = "off",
            ["full_page_writes"] = "off",
        };
        foreach (var (name, value) in order.Settings)
            settings[name] = value;
        return "\n" + string.Concat(settings.Select(s => $"{s.Key} = '{s.Value.Replace("'", "''", StringComparison.Ordinal)}'\n"));
    }

    private static void File(StringBuilder script, string how, string name, string text)
    {
        const string end = "END_OF_FILE_OF_PLANRUNNER";
        script.Append($"cat {how}\"$PGDATA/{name}\" <<'{end}'\n").Append(text.TrimEnd('\n')).Append('\n').Append(end).Append('\n');
    }
}
