using System.Security.Cryptography;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Trial;

/// <summary>
/// A connection as the provider's console shows it, with everything behind its question mark: a step in SQL and the programs of a
/// step in shell mean the same by it, or the plan is refused before anything was contacted.
/// </summary>
[Collection(PostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class ConnectionParameterTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Plan = """
        plan: parameters
        version: 1
        connections: { db: { description: The shop } }
        steps:
          - id: sql
            sql:
              on: db
              text: |
                INSERT INTO public.seen SELECT 'sql', current_setting('search_path'), current_setting('work_mem'),
                  current_setting('application_name'), coalesce((SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()), 'clear')
          - id: service
            shell:
              with_connections: [db]
              run: &run |
                psql ${SERVICE-service=db} -XqAt -v ON_ERROR_STOP=1 -c "INSERT INTO public.seen SELECT 'shell', current_setting('search_path'), current_setting('work_mem'), current_setting('application_name'), coalesce((SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()), 'clear')"
          - id: default
            shell: { with_connections: [db], env: { SERVICE: '' }, run: *run }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-parameters-").FullName;
    private readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
    private Steps.Postgres.Connections.ConnectionSettings database = null!;

    private PostgresCluster Cluster => postgres.Cluster;

    public async Task InitializeAsync()
    {
        database = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(
            database,
            $"CREATE ROLE {database.Database} LOGIN PASSWORD '{password}'",
            "CREATE TABLE seen (via text, path text, memory text, name text, tls text)",
            $"GRANT INSERT ON seen TO {database.Database}"
        );
        Directory.CreateDirectory(Path.Combine(folder, "environments"));
        await File.WriteAllTextAsync(Path.Combine(folder, "plan.yaml"), Plan);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "environments", "here.yaml"),
            "environment: here\nconnections:\n  db: { url_env: SHOP_URL }\n"
        );
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), $"*:*:*:*:{password}\n");
        File.SetUnixFileMode(Path.Combine(folder, "password"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("options=-csearch_path%3Dapp%20-cwork_mem%3D7MB&application_name=shop&channel_binding=require", "app|7MB|shop|TLSv1.3")]
    [InlineData(
        "ssl_max_protocol_version=TLSv1.2&keepalives=1&keepalives_idle=20&connect_timeout=10&target_session_attrs=read-write&options=-cwork_mem%3D7MB",
        "\"$user\", public|7MB|planrunner|TLSv1.2"
    )]
    public async Task What_a_URL_says_holds_for_steps_in_SQL_and_in_shell_alike(string query, string seen)
    {
        await AppliedAsync(Url(query));
        Assert.Equal($"sql|{seen}\nshell|{seen}\nshell|{seen}", await SeenAsync());
    }

    [Fact]
    public async Task Of_several_hosts_the_first_that_answers_and_is_what_is_wanted_is_taken_by_both()
    {
        var standby = await ApplyAsync(Url("target_session_attrs=standby"));
        Assert.Contains("target_session_attrs is standby, and it is a primary", standby.Error, StringComparison.Ordinal);
        // Nobody listens at port 1.
        await AppliedAsync(
            $"host=127.0.0.1,127.0.0.1 port=1,{Cluster.Port} dbname={database.Database} user={database.Database} passfile=../password target_session_attrs=primary sslrootcert={database.RootCertificate}"
        );
        Assert.Equal(3, (await SeenAsync())!.Split('\n').Length);
    }

    [Theory]
    [InlineData("require_auth", "scram-sha-256", true)]
    [InlineData("require_auth", "!md5,!password", true)]
    [InlineData("require_auth", "md5", false)]
    [InlineData("gssencmode", "prefer", true)]
    [InlineData("ssl_min_protocol_version", "TLSv1.3", true)]
    [InlineData("load_balance_hosts", "random", true)]
    [InlineData("target_session_attrs", "prefer-standby", true)]
    [InlineData("target_session_attrs", "read-only", false)]
    public async Task A_session_is_opened_or_not_as_its_parameters_ask(string name, string value, bool opened)
    {
        var to = database with
        {
            Username = database.Database,
            Password = password,
            Parameters = new Dictionary<string, string> { [name] = value },
        };
        var failure = await Record.ExceptionAsync(() => PostgresFixture.SqlAsync(to, "SELECT 1"));
        Assert.True(opened == failure is null, failure?.ToString());
        Assert.True(failure is null or Steps.Postgres.Failures.PostgresFailureException);
    }

    [Fact]
    public async Task Parameters_stand_in_the_environment_too_and_those_of_the_runners_own_environment_reach_nobody()
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "environments", "here.yaml"),
            $$"""
            environment: here
            connections:
              db:
                host: 127.0.0.1
                port: {{Cluster.Port}}
                database: {{database.Database}}
                username: {{database.Database}}
                password_file: ../password
                root_certificate: {{database.RootCertificate}}
                parameters: { options: -c search_path=app, sslnegotiation: postgres }
            """
        );
        var result = await PlanRunnerProcess.RunAsync(
            folder,
            new Dictionary<string, string?>
            {
                ["PGOPTIONS"] = "-c work_mem=9MB",
                ["PGCLIENTENCODING"] = "LATIN1",
                ["PGTZ"] = "Asia/Tokyo",
                ["PGHOST"] = "nowhere.invalid",
            },
            "apply",
            "plan.yaml",
            "--env",
            "here",
            "--yes"
        );
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains(
            "warning PR3989: PGOPTIONS, PGTZ, PGCLIENTENCODING: set, but ignored by the plan's connections",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "sql|app|4MB|planrunner|TLSv1.3\nshell|app|4MB|planrunner|TLSv1.3\nshell|app|4MB|planrunner|TLSv1.3",
            await SeenAsync()
        );
    }

    [Theory]
    [InlineData("search_path=app", "it has \"search_path\", which is not a libpq parameter", "write options=-csearch_path%3DSCHEMA")]
    [InlineData("sslcrl=revoked.pem", "its sslcrl is not supported", "remove it")]
    [InlineData(
        "channel_bindign=require",
        "it has \"channel_bindign\", which is not a libpq parameter",
        "did you mean \"channel_binding\"?"
    )]
    [InlineData("service=absent", "its service is not in any service file", "PGSERVICEFILE")]
    public async Task What_cannot_be_honoured_is_refused_by_name_before_anything_is_contacted(string query, string mistake, string remedy)
    {
        var result = await ApplyAsync(Url(query));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(
            $"environments/here.yaml:3:18: error PR3080: the URL in SHOP_URL cannot be used: {mistake}",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("help: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(password, result.Error + result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("ssl_mode: verify-full", "error PR3985: ssl_mode is \"verify-full\" here, and sslmode in SHOP_URL is something else")]
    [InlineData("parameters: { options: -c a=b }", "error PR3069: connection \"db\" has \"url_env\" and \"parameters\"")]
    public async Task What_the_file_and_the_URL_say_differently_is_refused(string key, string said)
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "environments", "here.yaml"),
            $"environment: here\nconnections:\n  db: {{ url_env: SHOP_URL, {key} }}\n"
        );
        Assert.Contains(said, (await ApplyAsync(Url("sslmode=require"))).Error, StringComparison.Ordinal);
    }

    private string Url(string query) =>
        $"postgresql://{database.Database}:{password}@127.0.0.1:{Cluster.Port}/{database.Database}?sslrootcert={Uri.EscapeDataString(database.RootCertificate!)}&{query}";

    private async Task AppliedAsync(string url)
    {
        var result = await ApplyAsync(url);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private Task<ProcessResult> ApplyAsync(string url) =>
        PlanRunnerProcess.RunAsync(
            folder,
            new Dictionary<string, string?> { ["SHOP_URL"] = url },
            "apply",
            "plan.yaml",
            "--env",
            "here",
            "--yes"
        );

    private Task<string?> SeenAsync() =>
        PostgresFixture.SqlAsync(
            database,
            "SELECT string_agg(concat_ws('|', via, path, memory, split_part(name, ' ', 1), tls), E'\\n' ORDER BY via DESC) FROM seen"
        );
}
