using PlanRunner.Runner.Environments;
using Xunit;

namespace PlanRunner.Tests.Environments;

public sealed class ConnectionUrlTests
{
    [Theory]
    [InlineData("postgres://u:p@h:6543/d?sslmode=require&sslrootcert=system", "u:p@h:6543/d require system")]
    [InlineData("postgresql://u:p%40%2F%3a@h/d", "u:p@/:@h:/d  ")]
    [InlineData("host=h port=6543 dbname='my db' user=u password=a\\'b\\\\c sslmode=require", "u:a'b\\c@h:6543/my db require ")]
    [InlineData("postgresql:///d?host=/run/pg&port=5433&user=u&ssl=true", "u:@/run/pg:5433/d require ")]
    [InlineData("postgres://%2Frun%2Fpg/d?user=u", "u:@/run/pg:/d  ")]
    [InlineData("postgres://u:p@h/d?user=v&dbname=e", "v:p@h:/e  ")]
    [InlineData("postgres://u:p@/d?hostaddr=10.0.0.1", "u:p@10.0.0.1:/d  ")]
    [InlineData("postgres://u@[::1]:5433/my%20db?application_name=x", "u:@::1:5433/my db  ")]
    [InlineData("postgres://u:p@x@h/d?sslmode=allow", "u:p@x@h:/d allow ")]
    public void A_URL_is_taken_apart(string text, string parts)
    {
        var url = ConnectionUrl.Parse(text, out var mistake)!;
        Assert.Null(mistake);
        Assert.Equal(parts, $"{url.Username}:{url.Password}@{url.Host}:{url.Port}/{url.Database} {url.SslMode} {url.RootCertificate}");
    }

    [Theory]
    [InlineData("mysql://u:hunter2@h/d", "it does not begin with postgres://")]
    [InlineData("host=h password=hunter2", "it has no database")]
    [InlineData("host=h dbname='d password=hunter2", "a quote in it is not closed")]
    [InlineData("host=h dbname hunter2", "a word in it is not followed by = and its value")]
    [InlineData("hunter2", "it does not begin with postgres://")]
    [InlineData("postgres://u:hunter2?x=1@h/d", "a character of its password is not percent-encoded")]
    [InlineData("postgres://u:p@h/d?hunter2%26=1", "it has a parameter that libpq does not know")]
    [InlineData("postgres://u:hunter2@/d", "it has no host")]
    [InlineData("postgres://u:hunter2@h", "it has no database")]
    [InlineData("postgres://h/d", "it has no user")]
    [InlineData("postgres://u:hunter2@h:port/d", "its port is not a number")]
    [InlineData("postgres://u:hunter2@a,/d", "one of its hosts has no name")]
    [InlineData("postgres://u:hunter2@a,b/d?port=1,2,3", "it does not have one port, or as many as hosts")]
    [InlineData("postgres://u:hunter2@h/d?service=hunter2", "its service is not in any service file")]
    [InlineData("postgres://u:hunter2%@h/d", "a percent sign in it is not followed by two hexadecimal digits")]
    [InlineData(
        "postgres://u:hunter2@h/d?sslmode=hunter2",
        "its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full"
    )]
    public void A_mistake_is_said_without_the_URL(string text, string said)
    {
        Assert.Null(ConnectionUrl.Parse(text, out var mistake));
        Assert.Equal(said, mistake);
        Assert.DoesNotContain("hunter2", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_hosts_keep_their_order_and_their_ports()
    {
        var url = ConnectionUrl.Parse("postgres://u:p@a:5433,b,[::2]:5435/d", out _)!;
        Assert.Equal("a:5433 b:5432 [::2]:5435", $"{url.Host}:{url.Port} {string.Join(' ', url.Others)}");
        var one = ConnectionUrl.Parse("host=a,b port=6000 dbname=d user=u", out _)!;
        Assert.Equal("a:6000 b:6000", $"{one.Host}:{one.Port} {string.Join(' ', one.Others)}");
    }

    // https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-PARAMKEYWORDS, each with a value that means something.
    [Theory]
    [InlineData("require_auth", "scram-sha-256", "honoured")]
    [InlineData("require_auth", "!password,!md5", "honoured")]
    [InlineData("require_auth", "oauth", "its require_auth is none of password, md5, gss, sspi, scram-sha-256, none")]
    [InlineData("channel_binding", "require", "honoured")]
    [InlineData("channel_binding", "yes", "its channel_binding is none of disable, prefer, require")]
    [InlineData("connect_timeout", "10", "honoured")]
    [InlineData("connect_timeout", "soon", "its connect_timeout is not a number")]
    [InlineData("client_encoding", "utf-8", "honoured")]
    [InlineData("client_encoding", "LATIN1", "its client_encoding is not UTF8")]
    [InlineData("options", "-csearch_path%3Dapp", "honoured")]
    [InlineData("application_name", "x", "honoured")]
    [InlineData("fallback_application_name", "x", "without effect")]
    [InlineData("keepalives", "0", "honoured")]
    [InlineData("keepalives_idle", "30", "honoured")]
    [InlineData("keepalives_interval", "10", "honoured")]
    [InlineData("keepalives_count", "3", "its keepalives_count is not supported")]
    [InlineData("tcp_user_timeout", "1000", "its tcp_user_timeout is not supported")]
    [InlineData("replication", "database", "its replication is not supported")]
    [InlineData("replication", "false", "without effect")]
    [InlineData("gssencmode", "disable", "honoured")]
    [InlineData("sslnegotiation", "direct", "honoured")]
    [InlineData("sslcompression", "0", "without effect")]
    [InlineData("sslcompression", "1", "its sslcompression is not supported")]
    [InlineData("sslcert", "client.crt", "honoured")]
    [InlineData("sslkey", "client.key", "honoured")]
    [InlineData("sslkeylogfile", "f", "its sslkeylogfile is not supported")]
    [InlineData("sslpassword", "x", "honoured")]
    [InlineData("sslcertmode", "disable", "its sslcertmode is not supported")]
    [InlineData("sslcrl", "f", "its sslcrl is not supported")]
    [InlineData("sslcrldir", "f", "its sslcrldir is not supported")]
    [InlineData("sslsni", "1", "without effect")]
    [InlineData("sslsni", "0", "its sslsni is not supported")]
    [InlineData("requirepeer", "postgres", "its requirepeer is not supported")]
    [InlineData("ssl_min_protocol_version", "TLSv1.3", "honoured")]
    [InlineData("ssl_max_protocol_version", "TLSv1.1", "its ssl_max_protocol_version is none of TLSv1.2, TLSv1.3")]
    [InlineData("min_protocol_version", "3.2", "its min_protocol_version is not supported")]
    [InlineData("max_protocol_version", "3.0", "without effect")]
    [InlineData("krbsrvname", "postgres", "honoured")]
    [InlineData("gsslib", "gssapi", "its gsslib is not supported")]
    [InlineData("gssdelegation", "1", "its gssdelegation is not supported")]
    [InlineData("scram_client_key", "x", "its scram_client_key is not supported")]
    [InlineData("scram_server_key", "x", "its scram_server_key is not supported")]
    [InlineData("target_session_attrs", "read-write", "honoured")]
    [InlineData(
        "target_session_attrs",
        "master",
        "its target_session_attrs is none of any, read-write, read-only, primary, standby, prefer-standby"
    )]
    [InlineData("load_balance_hosts", "random", "honoured")]
    [InlineData("oauth_issuer", "x", "its oauth_issuer is not supported")]
    [InlineData("hostaddr", "10.0.0.1", "its hostaddr is not supported")]
    [InlineData("servicefile", "f", "its servicefile is not supported")]
    [InlineData("search_path", "app", "it has \"search_path\", which is not a libpq parameter")]
    [InlineData("pgbouncer", "true", "it has \"pgbouncer\", which is not a libpq parameter")]
    public void Each_parameter_of_libpq_is_honoured_or_refused_by_its_name(string name, string value, string expected)
    {
        foreach (
            var text in new[]
            {
                $"postgres://u:hunter2@h/d?{name}={value}",
                $"host=h dbname=d user=u password=hunter2 {name}={Uri.UnescapeDataString(value)}",
            }
        )
        {
            var url = ConnectionUrl.Parse(text, _ => null, out var wrong);
            Assert.Equal(expected, wrong?.Mistake ?? (url!.Parameters.ContainsKey(name) ? "honoured" : "without effect"));
            Assert.True(
                wrong is null || (wrong.Value.Remedy.Length > 10 && !wrong.ToString()!.Contains("hunter2", StringComparison.Ordinal))
            );
        }
    }

    [Fact]
    public void A_service_gives_what_the_URL_does_not_say()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "[other]\nhost=wrong\n[shop]\n# of the shop\nhost=h\nport=6000\ndbname=d\nuser=u\noptions=-c a=b\n");
            var url = ConnectionUrl.Parse("postgres://v@/?service=shop", name => name == "PGSERVICEFILE" ? file : null, out _)!;
            Assert.Equal("v@h:6000/d -c a=b", $"{url.Username}@{url.Host}:{url.Port}/{url.Database} {url.Parameters["options"]}");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
