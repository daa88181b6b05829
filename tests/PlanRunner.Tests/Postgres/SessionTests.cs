using System.Text.RegularExpressions;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Postgres.Failures;
using Xunit;

namespace PlanRunner.Tests.Postgres;

[Collection(RotatedPostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
[Trait(Majors.Trait, Majors.Rotated)]
public sealed class SessionTests(RotatedPostgresFixture postgres)
{
    [Fact]
    public async Task A_session_is_named_after_plan_and_step_and_has_its_settings()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, "CREATE ROLE tester1");
        await using var sessions = Of(db);
        var settings = new Dictionary<string, string>
        {
            ["role"] = "tester1",
            ["lock_timeout"] = "5s",
            ["search_path"] = "",
        };
        await using var session = await sessions.OpenAsync(
            "db",
            new StepPath("a/" + new string('é', 40)),
            settings,
            TimeSpan.FromSeconds(1.2),
            null,
            default
        );
        var row = (
            await session.RunAsync(
                "SELECT current_setting('application_name'), current_user, current_setting('lock_timeout'), current_setting('search_path'), current_setting('statement_timeout'), current_setting('client_connection_check_interval')",
                [],
                1,
                default
            )
        ).Rows[0];
        Assert.StartsWith("planrunner move a/", row[0], StringComparison.Ordinal);
        Assert.Equal(new[] { "tester1", "5s", "", "3s", "5s" }, row.Skip(1));
    }

    [Fact]
    public async Task A_given_statement_timeout_stands()
    {
        var db = await postgres.DatabaseAsync();
        await using var sessions = Of(db);
        await using var session = await sessions.OpenAsync(
            "db",
            new StepPath("a"),
            new Dictionary<string, string> { ["Statement_Timeout"] = "7s" },
            TimeSpan.FromHours(1),
            null,
            default
        );
        Assert.Equal("7s", (await session.RunAsync("SHOW statement_timeout", [], 1, default)).Rows[0][0]);
    }

    [Fact]
    public async Task A_database_that_is_read_only_by_default_takes_settings_and_an_explicit_transaction()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(db, $"ALTER DATABASE {db.Database} SET default_transaction_read_only = on");
        await using var sessions = Of(db);
        await using var session = await sessions.OpenAsync(
            "db",
            new StepPath("a"),
            new Dictionary<string, string> { ["lock_timeout"] = "1s" },
            null,
            null,
            default
        );
        await session.BeginAsync(readOnly: false, default);
        await session.RunAsync($"ALTER DATABASE {db.Database} RESET default_transaction_read_only", [], 0, default);
        await session.CommitAsync(default);
        Assert.Equal("off", await PostgresFixture.SqlAsync(db, "SHOW default_transaction_read_only"));
    }

    [Theory]
    [InlineData(
        "no_such.setting here",
        "1",
        "PR6103",
        "db: setting \"no_such.setting here\" cannot be \"1\": invalid configuration parameter name \"no_such.setting here\" (SQLSTATE 42602)"
    )]
    [InlineData(
        "work_mem",
        "much",
        "PR6103",
        "db: setting \"work_mem\" cannot be \"much\": invalid value for parameter \"work_mem\": \"much\" (SQLSTATE 22023)"
    )]
    [InlineData(
        "role",
        "nobody_is_called_so",
        "PR6103",
        "db: setting \"role\" cannot be \"nobody_is_called_so\": role \"nobody_is_called_so\" does not exist (SQLSTATE 22023)"
    )]
    public async Task A_setting_that_the_server_refuses_is_named(string key, string value, string id, string message)
    {
        var db = await postgres.DatabaseAsync();
        await using var sessions = Of(db);
        var failure = await Assert.ThrowsAsync<PostgresFailureException>(() =>
            sessions.OpenAsync("db", new StepPath("a"), new Dictionary<string, string> { [key] = value }, null, null, default)
        );
        Assert.Equal((id, message), (failure.Diagnostic.Id, failure.Diagnostic.Message));
        Assert.False(failure.Transient);
    }

    [Fact]
    public async Task Another_major_than_declared_is_refused()
    {
        var db = postgres.Server.Superuser() with { Name = "db", Major = 9 };
        var failure = await FailAsync(db);
        Assert.Equal($"connection \"db\" declares major 9, the server is {postgres.Server.Major}", failure.Diagnostic.Message);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_it()
    {
        var failure = await FailAsync(postgres.Server.Superuser() with { Name = "db", Password = "hunter2-canary" });
        Assert.Equal("PR6101", failure.Diagnostic.Id);
        Assert.Equal("28P01", failure.SqlState);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
        Assert.False(failure.Transient);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_may_later()
    {
        var failure = await FailAsync(
            new ConnectionSettings("db", "127.0.0.1", 1, "postgres", "postgres") { Password = "x", SslMode = "disable" }
        );
        Assert.StartsWith("cannot connect to db (postgres@127.0.0.1:1/postgres): ", failure.Diagnostic.Message, StringComparison.Ordinal);
        Assert.True(failure.Transient);
    }

    [Fact]
    public async Task Types_have_names_that_a_cast_on_another_session_understands()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(
            db,
            "CREATE SCHEMA \"My Shop\"",
            "CREATE TYPE \"My Shop\".mood AS ENUM ('ok')",
            "CREATE DOMAIN short AS varchar(3)"
        );
        await using var sessions = Of(db);
        await using var session = await sessions.OpenAsync(
            "db",
            new StepPath("a"),
            new Dictionary<string, string> { ["search_path"] = "\"My Shop\", public" },
            null,
            null,
            default
        );
        var result = await session.RunAsync(
            "SELECT 'ok'::mood, ARRAY['ok'::mood], 'abc'::short, 'ab'::char(2), '0/1'::pg_lsn, ARRAY[1], 'x', 1.5, B'101', ARRAY['a']::bpchar[], now(), 'a'::\"char\", '1 day'::interval, '{\"a\":1}'::jsonb",
            [],
            1,
            default
        );
        var names = new List<string>();
        foreach (var column in result.Columns)
            names.Add(await session.TypeNameAsync(column.TypeOid, default));
        Assert.Equal(
            [
                "\"My Shop\".mood",
                "\"My Shop\"._mood",
                "character varying",
                "bpchar",
                "pg_lsn",
                "integer[]",
                "text",
                "numeric",
                "\"bit\"",
                "bpchar[]",
                "timestamp with time zone",
                "\"char\"",
                "interval",
                "jsonb",
            ],
            names
        );
        await using var other = await sessions.OpenAsync(
            "db",
            new StepPath("a"),
            new Dictionary<string, string> { ["search_path"] = "" },
            null,
            null,
            default
        );
        for (var i = 0; i < names.Count; i++)
            Assert.Equal(
                result.Rows[0][i],
                (await other.RunAsync($"SELECT CAST($1 AS {names[i]})", [result.Rows[0][i]!], 1, default)).Rows[0][0]
            );
    }

    [Fact]
    public async Task A_cancelled_statement_leaves_no_backend_at_work()
    {
        var db = await postgres.DatabaseAsync();
        await using var sessions = Of(db);
        await using var session = await sessions.OpenAsync(
            "db",
            new StepPath("sleeper"),
            new Dictionary<string, string>(),
            null,
            null,
            default
        );
        using var cancel = new CancellationTokenSource();
        var run = session.RunAsync("SELECT pg_sleep(600)", [], 0, cancel.Token);
        await PostgresFixture.UntilAsync(
            db,
            "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'planrunner move sleeper' AND state = 'active'"
        );
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(
            "0",
            await PostgresFixture.SqlAsync(
                db,
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'planrunner move sleeper' AND state = 'active'"
            )
        );
        Assert.Equal("1", (await session.RunAsync("SELECT 1", [], 1, default)).Rows[0][0]);
    }

    [Fact]
    public async Task The_server_is_identified_by_its_system_timeline_and_database()
    {
        var db = await postgres.DatabaseAsync();
        await using var sessions = Of(db);
        var identity = await ServerIdentities.ReadAsync(sessions, "db", default);
        Assert.Equal(await PostgresFixture.SqlAsync(db, "SELECT system_identifier FROM pg_control_system()"), identity.SystemIdentifier);
        Assert.Equal(("00000001", db.Database, postgres.Server.Major), (identity.Timeline, identity.Database, identity.Major));
    }

    [Fact]
    public async Task Where_pg_control_system_is_refused_the_database_and_the_server_s_start_stand_in()
    {
        var db = await postgres.DatabaseAsync();
        await PostgresFixture.SqlAsync(
            db,
            "CREATE ROLE humble LOGIN PASSWORD 'humble'",
            "REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC"
        );
        await using var sessions = Of(db with { Username = "humble", Password = "humble" });
        await using var session = await sessions.OpenAsync(
            "db",
            new StepPath("a"),
            new Dictionary<string, string> { ["lock_timeout"] = "1s" },
            null,
            null,
            default
        );
        var oid = await PostgresFixture.SqlAsync(db, "SELECT oid FROM pg_database WHERE datname = current_database()");
        Assert.Equal($"database {oid}", session.Identity.Server.SystemIdentifier);
        Assert.StartsWith($"database {oid} of the server started 2", session.Identity.CommitSystemIdentifier, StringComparison.Ordinal);
        Assert.Equal("00000001", session.Identity.Server.Timeline);
        Assert.Equal("1s", (await session.RunAsync("SHOW lock_timeout", [], 1, default)).Rows[0][0]);
    }

    [Fact]
    public async Task A_second_run_of_the_plan_is_told_who_holds_the_lock()
    {
        var db = await postgres.DatabaseAsync();
        await using var first = new Sessions(
            "move",
            new Dictionary<string, ConnectionSettings>
            {
                ["source"] = db with { Name = "source" },
                ["target"] = db with { Name = "target" },
            }
        );
        await using var second = new Sessions(
            "move",
            new Dictionary<string, ConnectionSettings> { ["source"] = db with { Name = "source" } }
        );
        var (held, none) = await RunLock.AcquireAsync(
            first,
            ["source", "target"],
            "prod",
            TimeSpan.Zero,
            TimeProvider.System,
            null,
            default
        );
        Assert.Null(none);
        var (_, refused) = await RunLock.AcquireAsync(second, ["source"], "prod", TimeSpan.Zero, TimeProvider.System, null, default);
        Assert.Equal("PR6150", refused!.Id);
        var from = Regex.Escape((await PostgresFixture.SqlAsync(db, "SELECT host(inet_client_addr())"))!);
        Assert.Matches(
            $"^another run of plan \"move\" in \"prod\" holds the lock on \"source\": backend [0-9]+ \\(planrunner move lock\\) from {from} since 2",
            refused.Message
        );
        var (other, free) = await RunLock.AcquireAsync(second, ["source"], "staging", TimeSpan.Zero, TimeProvider.System, null, default);
        Assert.Null(free);
        await other!.DisposeAsync();
        await held!.DisposeAsync();
        var (later, _) = await RunLock.AcquireAsync(
            second,
            ["source"],
            "prod",
            TimeSpan.FromMinutes(1),
            TimeProvider.System,
            null,
            default
        );
        Assert.NotNull(later);
        await later.DisposeAsync();
    }

    private static Sessions Of(ConnectionSettings db) => new("move", new Dictionary<string, ConnectionSettings> { [db.Name] = db });

    private static async Task<PostgresFailureException> FailAsync(ConnectionSettings to)
    {
        await using var sessions = Of(to);
        return await Assert.ThrowsAsync<PostgresFailureException>(() =>
            sessions.OpenAsync(to.Name, new StepPath("a"), new Dictionary<string, string>(), null, null, default)
        );
    }
}
