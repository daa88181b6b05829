using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Processes;
using Xunit;
using static PlanRunner.Tests.EndToEnd.MigrationSandbox;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// The flagship plan while its servers crash, its source is changed by others, and its target refuses rows. Each test is one
/// migration with every fault of a family, started again as an operator would, and proved at its end.
/// </summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class MigrationFaultTests
{
    [Fact]
    public async Task A_migration_whose_servers_crash_in_every_phase_loses_nothing()
    {
        await using var migration = await SetUpAsync(small: true);
        await LongTransactionAsync(migration);
        await CrashesInTheCopyAsync(migration);
        await CrashesInTheCatchUpAsync(migration);
        await TargetGoneInTheFreezeAsync(migration);
        await RunnerAndTargetGoneInTheFreezeAsync(migration);
        await SourceCrashesInTheFreezeAsync(migration);
        Expect(0, await migration.ApplyAsync());
        await migration.ProveAsync();
    }

    [Fact]
    public async Task A_migration_whose_source_is_changed_and_whose_target_refuses_rows_loses_nothing()
    {
        await using var migration = await SetUpAsync(small: true);
        await TruncatedInTheCopyAsync(migration);
        await ConflictAsync(migration);
        await NewTableAsync(migration);
        await NewColumnInTheLastMomentAsync(migration);
        Expect(0, await migration.ApplyAsync());
        await migration.ProveAsync();
    }

    [Fact]
    public async Task From_every_broken_state_it_can_be_given_up_and_begun_anew()
    {
        await using var migration = await SetUpAsync(small: true);
        await GivenUpInTheCopyAsync(migration);
        await GivenUpInTheFreezeAsync(migration);
        await GivenUpWithTheSourceGoneAsync(migration);
        await GivenUpWithTheSlotLostAsync(migration);
        await NotGivenUpOnceTheApplicationMovedAsync(migration);
        await migration.ProveAsync();
    }

    // What copies the table waits for this lock; a crash of the target lets go of it.
    private static async Task<Npgsql.NpgsqlConnection> HoldTheCopyAsync(MigrationSandbox migration, JournalWatch journal)
    {
        await journal.UntilAsync("done", "schema/grants");
        return await HoldAsync(migration.Target, "LOCK TABLE shop.purchase_other IN SHARE MODE");
    }

    private static async Task LongTransactionAsync(MigrationSandbox migration)
    {
        await migration.EditAsync("plan.yaml", "timeout: 1h", "timeout: 7s");
        await using (await HoldAsync(migration.Source, "INSERT INTO shop.shelf (\"Aisle/Bay\") VALUES ('long')"))
        {
            var stopped = await migration.ApplyAsync();
            Expect(1, stopped);
            ExpectSaid("FAILED    replicate/slot", stopped);
            ExpectSaid("the timeout of 7.0s passed", stopped);
            ExpectSaid("waiting for a lock of backend", stopped);
            ExpectSaid("(postgres, idle in transaction): INSERT INTO shop.shelf", stopped);
        }

        await migration.EditAsync("plan.yaml", "timeout: 7s", "timeout: 1h");
    }

    private static async Task CrashesInTheCopyAsync(MigrationSandbox migration)
    {
        await using var holding = await HoldAsync(migration.Target, "LOCK TABLE shop.purchase_other IN SHARE MODE");
        Expect(
            0,
            await migration.ApplyWhileAsync(
                async journal =>
                {
                    await journal.UntilAsync("started", "replicate/copied");
                    await migration.Source.KillAsync(default);
                    await migration.Source.StartAsync(default);
                    await migration.Target.KillAsync(default);
                    await migration.Target.StartAsync(default);
                },
                "--until",
                "replicate"
            )
        );
    }

    private static async Task CrashesInTheCatchUpAsync(MigrationSandbox migration) =>
        Expect(
            0,
            await migration.ApplyWhileAsync(
                async journal =>
                {
                    await journal.UntilAsync("done", "check/counts");
                    await using var holding = await HoldAsync(migration.Target, "LOCK TABLE shop.workload_ledger IN ACCESS EXCLUSIVE MODE");
                    await AskAsync(migration.Source, "SELECT pg_logical_emit_message(true, 'test', repeat('x', 2000000))::text");
                    await journal.UntilAsync("started", "check/caught-up");
                    await migration.Source.KillAsync(default);
                    await migration.Source.StartAsync(default);
                    await migration.Target.KillAsync(default);
                    await migration.Target.StartAsync(default);
                },
                "--until",
                "check"
            )
        );

    private static async Task TargetGoneInTheFreezeAsync(MigrationSandbox migration)
    {
        var failed = await migration.ApplyWhileAsync(async journal =>
        {
            await journal.UntilAsync("done", "cutover/detach");
            await migration.Target.KillAsync(default);
        });
        Expect(6, failed);
        ExpectSaid("undone    cutover/freeze", failed);
        ExpectSaid("PR6013", failed);
        ExpectSaid("next: planrunner apply", failed);
        await migration.TakesWritesAsync();
        await migration.Target.StartAsync(default);
    }

    private static async Task RunnerAndTargetGoneInTheFreezeAsync(MigrationSandbox migration)
    {
        await migration.RunDyingAsync("done:cutover/detach", ["apply", .. migration.Where, "--yes"]);
        Assert.Equal("f", await AskAsync(migration.Source, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'shop_web'"));
        await migration.Target.KillAsync(default);
        var closed = await migration.ApplyAsync();
        Expect(6, closed);
        ExpectSaid("undone    cutover/freeze", closed);
        await migration.TakesWritesAsync();
        await migration.Target.StartAsync(default);
    }

    private static async Task SourceCrashesInTheFreezeAsync(MigrationSandbox migration)
    {
        var crashed = await migration.ApplyWhileAsync(async journal =>
        {
            await journal.UntilAsync("done", "cutover/detach");
            await migration.Source.KillAsync(default);
            await journal.UntilAsync("failed", "cutover");
            await migration.Source.StartAsync(default);
        });
        Expect(1, crashed);
        ExpectSaid("reopened  cutover  all its steps are undone", crashed);
        await migration.TakesWritesAsync();
        // Where a step can wait for the server, a crash costs seconds and nothing else.
        await migration.EditAsync("smoke-write.sql", "{{~ else ~}}", "{{~ else ~}}\nSELECT 1 / 0;");
        // The wait behind end-sessions is short: a crash that comes after it hits a step that cannot wait, and is tried again.
        ProcessResult outlived;
        var tries = 0;
        do
        {
            outlived = await migration.ApplyWhileAsync(async journal =>
            {
                await journal.UntilAsync("done", "cutover/end-sessions");
                await migration.Source.KillAsync(default);
                await migration.Source.StartAsync(default);
            });
            Expect(1, outlived);
        } while (
            !(outlived.Output + outlived.Error).Contains("FAILED    smoke-write", StringComparison.Ordinal)
            && ++tries < 5
            && (outlived.Output + outlived.Error).Contains("reopened  cutover  all its steps are undone", StringComparison.Ordinal)
        );
        ExpectSaid("FAILED    smoke-write", outlived);
        await migration.EditAsync("smoke-write.sql", "\nSELECT 1 / 0;", "");
    }

    private static async Task TruncatedInTheCopyAsync(MigrationSandbox migration)
    {
        Expect(
            0,
            await migration.ApplyWhileAsync(
                async journal =>
                {
                    await using var holding = await HoldTheCopyAsync(migration, journal);
                    await journal.UntilAsync("started", "replicate/copied");
                    await AskAsync(migration.Source, "TRUNCATE shop.shelf, shop.purchase_2025_h1");
                    await AskAsync(
                        migration.Source,
                        "INSERT INTO shop.shelf (\"Aisle/Bay\") SELECT 'after ' || i FROM generate_series(1, 50) AS i"
                    );
                },
                "--until",
                "replicate"
            )
        );
        await AskAsync(migration.Source, "TRUNCATE shop.purchase_line");
    }

    private static async Task ConflictAsync(MigrationSandbox migration)
    {
        await AskAsync(migration.Target, "INSERT INTO shop.shelf VALUES (30000, 'there already')");
        await AskAsync(migration.Source, "INSERT INTO shop.shelf VALUES (30000, 'from the source')");
        await AskAsync(migration.Source, "SELECT pg_logical_emit_message(true, 'test', repeat('x', 2000000))::text");
        await migration.EditSandboxAsync("\"variables\":", "\"variables\":\n  \"forgiven_errors\": 2");
        var stopped = await migration.ApplyAsync("--until", "check");
        Expect(1, stopped);
        ExpectSaid("FAILED    check/caught-up", stopped);
        ExpectSaid("insert_exists", stopped);
        ExpectSaid("shop.shelf: duplicate key value violates unique constraint \"shelf_pkey\"", stopped);
        ExpectSaid("Key (id)=(30000) already exists.", stopped);
        ExpectSaid("remedy: on the target DELETE FROM shop.shelf", stopped);
        await migration.TakesWritesAsync();
        await AskAsync(migration.Target, "DELETE FROM shop.shelf WHERE id = 30000");
        Expect(0, await migration.ApplyAsync("--until", "check"));
    }

    private static async Task NewTableAsync(MigrationSandbox migration)
    {
        const string table = "CREATE TABLE shop.review (id bigint PRIMARY KEY, text text)";
        await AskAsync(migration.Source, table);
        await AskAsync(migration.Source, "ALTER TABLE shop.review OWNER TO shop_owner");
        await AskAsync(migration.Source, "INSERT INTO shop.review SELECT i, 'fine' FROM generate_series(1, 100) AS i");
        var stopped = await migration.ApplyAsync();
        Expect(1, stopped);
        ExpectSaid("FAILED    check/publication-complete", stopped);
        ExpectSaid("shop.review", stopped);
        ExpectSaid("ADD TABLE ONLY", stopped);
        await migration.TakesWritesAsync();
        // As the hint says.
        await AskAsync(migration.Source, "GRANT SELECT ON shop.review TO planetscale_replication");
        await AskAsync(migration.Target, table);
        await AskAsync(migration.Target, "ALTER TABLE shop.review OWNER TO migration");
        await AskAsync(migration.Source, "ALTER PUBLICATION replicate_to_planetscale ADD TABLE ONLY shop.review");
        await AskAsync(migration.Target, "ALTER SUBSCRIPTION replicate_from_aurora REFRESH PUBLICATION");
        // Until then check/still-copied says no, and says to apply again.
        await EventuallyAsync(
            "the new table is copied",
            async () => await AskAsync(migration.Target, "SELECT bool_and(srsubstate = 'r')::text FROM pg_subscription_rel") == "true"
        );
    }

    private static async Task NewColumnInTheLastMomentAsync(MigrationSandbox migration)
    {
        const string column = "ALTER TABLE shop.customer ADD COLUMN phone text";
        // Begun before the freeze, so that it may write however late it comes; cutover/quiet waits for it, so that it comes in time.
        await using var early = await HoldAsync(migration.Source, "SELECT pg_current_xact_id()");
        var stopped = await migration.ApplyWhileAsync(async journal =>
        {
            await journal.UntilAsync("done", "cutover/schema-alike");
            await ExecuteAsync(early, column, "COMMIT");
        });
        Expect(1, stopped);
        ExpectSaid("FAILED    cutover/", stopped);
        await migration.TakesWritesAsync();
        ExpectSaid("reopened  cutover  all its steps are undone", stopped);
        var again = await migration.ApplyAsync();
        Expect(1, again);
        ExpectSaid("FAILED    check/schema-alike", again);
        ExpectSaid("phone", again);
        ExpectSaid("Make the same change on the target", again);
        await AskAsync(migration.Target, column);
    }

    private static async Task GivenUpInTheCopyAsync(MigrationSandbox migration)
    {
        var dying = migration.RunDyingAsync("started:replicate/copied", ["apply", .. migration.Where, "--yes"]);
        await WhileAsync(
            dying,
            migration.StateFile,
            async journal =>
            {
                await using var holding = await HoldTheCopyAsync(migration, journal);
                await journal.UntilAsync("started", "replicate/copied");
                // Whoever copies opens its table first and makes its slot then: either is the middle of the copy.
                await EventuallyAsync(
                    "a copy under way",
                    async () =>
                        await AskAsync(
                            migration.Source,
                            "SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name LIKE 'pg\\_%\\_sync\\_%')"
                        ) == "t"
                        || await AskAsync(
                            migration.Target,
                            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type LIKE 'logical replication%' AND wait_event_type = 'Lock')"
                        ) == "t"
                );
                var abort = migration.AbortAsync(first: true, "empty_target=true");
                Expect(
                    0,
                    await WhileAsync(
                        abort,
                        migration.AbortStateFile,
                        async given =>
                        {
                            await given.UntilAsync("done", "target/disable");
                            await holding.DisposeAsync();
                        }
                    )
                );
            }
        );
        await CleanAsync(migration);
        await BegunAnewAsync(migration);
    }

    private static async Task GivenUpInTheFreezeAsync(MigrationSandbox migration)
    {
        await migration.RunDyingAsync("done:cutover/detach", ["apply", .. migration.Where, "--yes"]);
        Assert.Equal("f", await AskAsync(migration.Source, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'shop_web'"));
        await GivenUpAsync(migration, "empty_target=true");
        var refused = await migration.RunAsync(["state", "new", .. migration.Where]);
        Expect(6, refused);
        ExpectSaid("--window-closed", refused);
        await BegunAnewAsync(migration, "--window-closed", "plans/examples/abort");
    }

    private static async Task GivenUpWithTheSourceGoneAsync(MigrationSandbox migration)
    {
        var cut = await migration.ApplyWhileAsync(
            async journal =>
            {
                await journal.UntilAsync("done", "replicate/subscription");
                await AskAsync(migration.Target, "INSERT INTO shop.shelf VALUES (30000, 'there already')");
                await AskAsync(migration.Source, "INSERT INTO shop.shelf VALUES (30000, 'from the source')");
            },
            "--until",
            "replicate",
            "--var",
            "forgiven_errors=2"
        );
        Assert.Contains(cut.ExitCode, new[] { 0, 1 });
        await migration.Source.KillAsync(default);
        Expect(1, await migration.AbortAsync(first: true));
        var half = await migration.AbortAsync(first: true, "source_gone=true");
        Expect(0, half);
        ExpectSaid("WARNED    source/not-cleaned", half);
        Assert.Equal("", await LeftAsync(migration.Target));
        await migration.Source.StartAsync(default);
        Assert.NotEqual("", await LeftAsync(migration.Source));
        Expect(0, await migration.AbortAsync(first: false, "source_gone=false", "empty_target=true"));
        await CleanAsync(migration);
        await BegunAnewAsync(migration);
    }

    private static async Task GivenUpWithTheSlotLostAsync(MigrationSandbox migration)
    {
        Expect(0, await migration.ApplyAsync("--until", "replicate"));
        await migration.Target.StopAsync(PostgresStop.Immediate, default);
        await AskAsync(migration.Source, "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
        await AskAsync(migration.Source, "SELECT pg_reload_conf()");
        await EventuallyAsync(
            "the slot is lost",
            async () =>
            {
                await AskAsync(migration.Source, "SELECT pg_logical_emit_message(true, 'test', repeat('x', 20000000))::text");
                await AskAsync(migration.Source, "SELECT pg_switch_wal()::text");
                await AskAsync(migration.Source, "CHECKPOINT");
                return await AskAsync(migration.Source, "SELECT wal_status FROM pg_replication_slots") == "lost";
            }
        );
        await migration.Target.StartAsync(default);
        var stopped = await migration.ApplyAsync();
        Expect(1, stopped);
        ExpectSaid("FAILED    check/caught-up", stopped);
        ExpectSaid("removed write-ahead log", stopped);
        ExpectSaid("plans/examples/abort (empty_target: true)", stopped);
        ExpectSaid("planrunner state new", stopped);
        await migration.TakesWritesAsync();
        await migration.Target.KillAsync(default);
        var half = await migration.AbortAsync(first: true, "target_gone=true");
        Expect(0, half);
        ExpectSaid("WARNED    target/not-cleaned", half);
        Assert.Equal("", await LeftAsync(migration.Source));
        await migration.Target.StartAsync(default);
        Expect(0, await migration.AbortAsync(first: false, "target_gone=false", "empty_target=true"));
        await CleanAsync(migration);
        await AskAsync(migration.Source, "ALTER SYSTEM RESET max_slot_wal_keep_size");
        await AskAsync(migration.Source, "SELECT pg_reload_conf()");
        await BegunAnewAsync(migration);
    }

    private static async Task NotGivenUpOnceTheApplicationMovedAsync(MigrationSandbox migration)
    {
        await migration.EditAsync("smoke-write.sql", "{{~ else ~}}", "{{~ else ~}}\nSELECT 1 / 0;");
        var moved = await migration.ApplyAsync();
        Expect(1, moved);
        ExpectSaid("FAILED    smoke-write", moved);
        var refused = await migration.AbortAsync(first: true);
        Expect(1, refused);
        ExpectSaid("FAILED    look/nobody-moved", refused);
        Assert.Equal("f", await AskAsync(migration.Source, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'shop_web'"));
        await migration.EditAsync("smoke-write.sql", "\nSELECT 1 / 0;", "");
        Expect(0, await migration.ApplyAsync());
    }

    private static async Task GivenUpAsync(MigrationSandbox migration, params string[] variables)
    {
        Expect(0, await migration.AbortAsync(first: true, variables));
        await CleanAsync(migration);
    }

    private static async Task CleanAsync(MigrationSandbox migration)
    {
        Assert.Equal("", await LeftAsync(migration.Source));
        Assert.Equal("", await LeftAsync(migration.Target));
        await migration.TakesWritesAsync();
    }

    private static async Task BegunAnewAsync(MigrationSandbox migration, params string[] more) =>
        Expect(0, await migration.RunAsync(["state", "new", .. migration.Where, .. more]));
}
