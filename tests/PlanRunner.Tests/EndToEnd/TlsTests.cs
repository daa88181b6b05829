using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Who is at the other end is checked, by steps in SQL and by steps in shell alike, and a refusal says what to change where.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class TlsTests(TlsTests.Servers servers) : IClassFixture<TlsTests.Servers>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-tls-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task With_the_right_root_certificate_every_session_of_a_role_without_privileges_is_encrypted()
    {
        await EncryptedAsync(await ApplyAsync(servers.Secure, "127.0.0.1", servers.Secure.RootCertificate));
        Assert.Equal(
            "2 of 2 by SCRAM",
            await PostgresFixture.SqlAsync(
                servers.Secure.Superuser(),
                "SELECT format('%s of %s by SCRAM', count(*) FILTER (WHERE rolpassword LIKE 'SCRAM-SHA-256$%'), count(*)) FROM pg_authid WHERE rolpassword IS NOT NULL"
            )
        );
    }

    [Theory]
    [InlineData("system")]
    [InlineData(null)]
    public async Task The_machines_own_store_is_the_same_one_for_steps_in_SQL_and_in_shell(string? root) =>
        await EncryptedAsync(await ApplyAsync(servers.Secure, "127.0.0.1", root, store: servers.Secure.RootCertificate));

    [Theory]
    [InlineData("127.0.0.1", "another", "/tls/root.crt and issued for 127.0.0.1", "root_certificate")]
    [InlineData("127.0.0.1", null, "this machine's own store and issued for 127.0.0.1", "root_certificate")]
    [InlineData("127.0.0.2", "right", "/tls/root.crt and issued for 127.0.0.2", "write host as the certificate does")]
    public async Task Somebody_else_is_refused_at_the_environments_place_with_a_remedy(string host, string? root, string reason, string key)
    {
        var certificate = root switch
        {
            "right" => servers.Secure.RootCertificate,
            "another" => servers.Plain.RootCertificate,
            _ => null,
        };
        var result = await ApplyAsync(servers.Secure, host, certificate);
        Assert.True(result.ExitCode is 1 or 3, $"exit {result.ExitCode}\n{result.Error}{result.Output}");
        Assert.Contains(
            $"environments/here.yaml:5:3: error PR6101: cannot connect to db (tester@{host}:{servers.Secure.Port}/shop): its certificate must be valid and signed by an authority in ",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Contains("help: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(key, result.Error.Split("help: ")[1], StringComparison.Ordinal);
        Assert.Null(await PostgresFixture.SqlAsync(servers.Secure.Superuser("shop"), "SELECT how FROM seen WHERE via = 'refused'"));
    }

    [Theory]
    [InlineData("verify-full")]
    [InlineData("require")]
    public async Task A_server_without_TLS_gets_no_password(string mode)
    {
        var result = await ApplyAsync(servers.Plain, "127.0.0.1", servers.Plain.RootCertificate, mode);
        Assert.True(result.ExitCode is 1 or 3, $"exit {result.ExitCode}\n{result.Error}{result.Output}");
        Assert.Contains(
            $"environments/here.yaml:5:3: error PR6101: cannot connect to db (tester@127.0.0.1:{servers.Plain.Port}/shop): it does not support TLS",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("ssl_mode", result.Error.Split("help: ")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_takes_TLS_only_refuses_a_connection_in_clear()
    {
        var result = await ApplyAsync(servers.Secure, "127.0.0.1", null, "disable");
        Assert.Contains("environments/here.yaml:5:3: error PR6101", result.Error, StringComparison.Ordinal);
        Assert.Contains("no encryption", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "another", "certificate verify failed")]
    [InlineData("127.0.0.2", "right", "does not match host name")]
    public async Task The_clients_that_a_shell_step_runs_refuse_too(string host, string root, string reason)
    {
        var to = servers.Secure.Superuser("shop") with
        {
            Name = "db",
            Host = host,
            RootCertificate = root == "right" ? servers.Secure.RootCertificate : servers.Plain.RootCertificate,
        };
        await using var bench = new StepBench(to);
        var outcome = await bench.RunAsync("shell", "run: psql service=db -XqAtc 'SELECT 1'\nwith_connections: [db]\n");
        var failed = Assert.IsType<Steps.Model.StepOutcome.Failed>(outcome);
        Assert.Contains(
            reason,
            failed.Diagnostic.Message
                + failed.Diagnostic.Detail
                + string.Join('\n', bench.Seen().OfType<Steps.Model.StepEvent.Output>().Select(o => o.Text)),
            StringComparison.Ordinal
        );
    }

    private async Task EncryptedAsync(ProcessResult result)
    {
        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        Assert.Equal(
            "sql tls, shell tls",
            await PostgresFixture.SqlAsync(
                servers.Secure.Superuser("shop"),
                "SELECT string_agg(via || ' ' || how, ', ' ORDER BY via DESC) FROM seen"
            )
        );
        await PostgresFixture.SqlAsync(servers.Secure.Superuser("shop"), "TRUNCATE seen");
    }

    /// <param name="store">What the machine's own store is, where it is not the real one.</param>
    private async Task<ProcessResult> ApplyAsync(
        PostgresCluster cluster,
        string host,
        string? root,
        string mode = "verify-full",
        string? store = null
    )
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "plan.yaml"),
            """
            plan: tls
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: sql
                sql: { on: db, text: "INSERT INTO seen SELECT 'sql', CASE WHEN ssl THEN 'tls' ELSE 'clear' END FROM pg_stat_ssl WHERE pid = pg_backend_pid()" }
              - id: shell
                shell:
                  with_connections: [db]
                  run: psql service=db -Xqc "INSERT INTO seen SELECT 'shell', CASE WHEN ssl THEN 'tls' ELSE 'clear' END FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            """
        );
        Directory.CreateDirectory(Path.Combine(folder, "environments"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "environments", "here.yaml"),
            $$"""
            environment: here
            secrets:
              password: { env: TLS_TEST_PASSWORD }
            connections:
              db:
                host: {{host}}
                port: {{cluster.Port}}
                database: shop
                username: tester
                password: password
                ssl_mode: {{mode}}
                {{(root is null ? "" : $"root_certificate: {root}")}}
            """
        );
        var variables = new Dictionary<string, string?> { ["TLS_TEST_PASSWORD"] = Servers.Password };
        if (store is not null)
            variables["SSL_CERT_FILE"] = store;
        return await PlanRunnerProcess.RunAsync(folder, variables, "apply", "plan.yaml", "--env", "here", "--yes");
    }

    /// <summary>Two servers: one that takes TLS only, one without.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        public const string Password = "tls-tester-password";

        internal PostgresCluster Secure { get; private set; } = null!;

        internal PostgresCluster Plain { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Secure = await PostgresCluster.StartNewAsync(
                new PostgresClusterOptions
                {
                    Major = 17,
                    TlsOnly = true,
                    Settings = new Dictionary<string, string> { ["listen_addresses"] = "127.0.0.1,127.0.0.2" },
                },
                default
            );
            Plain = await PostgresCluster.StartNewAsync(
                new PostgresClusterOptions { Settings = new Dictionary<string, string> { ["ssl"] = "off" } },
                default
            );
            await PostgresFixture.SqlAsync(
                Secure.Superuser(),
                $"CREATE ROLE tester LOGIN PASSWORD '{Password}'",
                "CREATE DATABASE shop OWNER tester"
            );
            await PostgresFixture.SqlAsync(
                Secure.Superuser("shop"),
                "CREATE TABLE seen (via text, how text)",
                "GRANT INSERT ON seen TO tester"
            );
        }

        public async Task DisposeAsync()
        {
            await Secure.DisposeAsync();
            await Plain.DisposeAsync();
        }
    }
}
