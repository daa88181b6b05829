using PlanRunner.Steps.Processes;
using PlanRunner.Tests.EndToEnd;
using Xunit;
using static PlanRunner.Tests.EndToEnd.MigrationSandbox;

namespace PlanRunner.Tests.Trial;

/// <summary>Rights of every kind through the flagship, what is missing for them on the target, and the way back from each place.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class RightsTests
{
    [Fact]
    public async Task Whoever_may_do_what_on_the_source_may_do_that_on_the_target_and_what_was_restored_can_be_taken_back_whole()
    {
        await using var migration = await TrialMigration.SetUpAsync(RightsCase.Source, RightsCase.Target);
        var source = await CatalogPicture.TakeAsync(migration.Source);
        await RefusedBeforeAnythingIsMadeAsync(migration, source);
        var target = await CatalogPicture.TakeAsync(migration.Target);
        await TakenBackByUndoAsync(migration);
        await SameAsync(source, target, migration);
        await TakenBackByAbortAsync(migration);
        await SameAsync(source, target, migration);
        await ChangedSinceAsync(migration);
        Expect(0, await migration.ApplyAsync());
        await HoldsAsync(migration);
        await ProvedAsync(migration);
    }

    // The roles that the remedies made are all that is new.
    private static async Task ProvedAsync(MigrationSandbox migration)
    {
        var proof = await migration.RunAsync("rehearse", migration.Plan, "--sandbox", migration.Sandbox, "--yes", "--verbose");
        Expect(1, proof);
        Assert.Matches(
            @"Proof: \d+ tables, [\d,]+ rows equal; [\d,]+ acknowledged writes, 0 lost, 0 doubled; longest pause [^;]+; 3 things left behind",
            proof.Output
        );
        ExpectSaid("  source: nothing\n  target: role \"auditor\", role \"ops\", role \"reader\"\n", proof);
    }

    private static async Task RefusedBeforeAnythingIsMadeAsync(MigrationSandbox migration, IReadOnlyList<string> source)
    {
        var target = await CatalogPicture.TakeAsync(migration.Target);
        var unplaced = await migration.ApplyAsync();
        Expect(1, unplaced);
        ExpectSaid("FAILED    preflight/roles-placed", unplaced);
        ExpectSaid("CREATE ROLE reader", unplaced);
        ExpectSaid("old_group", unplaced);
        await SameAsync(source, target, migration);
        await AskAsync(migration.Target, "CREATE ROLE reader");
        target = await CatalogPicture.TakeAsync(migration.Target);
        await migration.EditSandboxAsync("\"variables\":", "\"variables\":\n  \"left_out_roles\": [old_group]");
        var impossible = await migration.ApplyAsync();
        Expect(1, impossible);
        ExpectSaid("FAILED    preflight/rights-possible", impossible);
        ExpectSaid("cannot make shop_web the owner of what it owns on the source", impossible);
        ExpectSaid("shop_web owns objects in the schema public on the source", impossible);
        ExpectSaid("shop_web has the rights of reader on the source", impossible);
        await SameAsync(source, target, migration);
        foreach (
            var remedy in new[]
            {
                "GRANT shop_web TO migration WITH INHERIT TRUE, SET TRUE",
                "GRANT reader TO shop_web",
                "GRANT CREATE ON SCHEMA public TO shop_web",
            }
        )
            await AskAsync(migration.Target, remedy);
        var stronger = await migration.ApplyAsync();
        Expect(1, stronger);
        ExpectSaid("FAILED    preflight/definer-owners", stronger);
        ExpectSaid("shop.audit()", stronger);
        await AskAsync(migration.Target, "CREATE ROLE auditor");
        await AskAsync(migration.Target, "GRANT auditor TO migration");
    }

    private static async Task TakenBackByUndoAsync(MigrationSandbox migration)
    {
        Expect(0, await migration.ApplyAsync("--until", "schema"));
        Expect(0, await migration.RunAsync(["undo", .. migration.Where, "--to", "prepare/tell-people", "--yes"]));
    }

    private static async Task TakenBackByAbortAsync(MigrationSandbox migration)
    {
        Expect(0, await migration.ApplyAsync("--until", "replicate"));
        await AskAsync(migration.Target, "CREATE VIEW public.of_others AS SELECT id FROM public.diary");
        var refused = await AbortAsync(migration, first: true);
        Expect(1, refused);
        ExpectSaid("FAILED    target/empty", refused);
        ExpectSaid("view public.of_others depends on", refused);
        Assert.Equal("1", await AskAsync(migration.Target, "SELECT count(*) FROM public.diary"));
        await AskAsync(migration.Target, "DROP VIEW public.of_others");
        Expect(0, await AbortAsync(migration, first: false));
        Expect(0, await migration.RunAsync(["state", "new", .. migration.Where]));
    }

    private static async Task ChangedSinceAsync(MigrationSandbox migration)
    {
        Expect(0, await migration.ApplyAsync("--until", "replicate"));
        await AskAsync(migration.Source, "GRANT TRUNCATE ON shop.message TO shop_web");
        await AskAsync(migration.Source, "REVOKE DELETE ON shop.workload_ledger FROM shop_web");
        await AskAsync(migration.Target, "GRANT EXECUTE ON FUNCTION shop.wipe(int) TO PUBLIC");
        foreach (var statement in new[] { "CREATE ROLE ops", "GRANT EXECUTE ON FUNCTION shop.wipe(int) TO ops", "GRANT ops TO shop_web" })
            await AskAsync(migration.Target, statement);
        var more = await migration.ApplyAsync("--until", "check");
        Expect(1, more);
        ExpectSaid("FAILED    check/definers-alike", more);
        ExpectSaid("routine shop.wipe(integer)", more);
        await AskAsync(migration.Target, "REVOKE ops FROM shop_web");
        await AskAsync(migration.Target, "REVOKE reader FROM shop_web");
        var less = await migration.ApplyAsync("--until", "check");
        Expect(1, less);
        ExpectSaid("FAILED    check/not-less", less);
        ExpectSaid("column b of table shop.by_column", less);
        await AskAsync(migration.Target, "GRANT reader TO shop_web");
    }

    private static async Task HoldsAsync(MigrationSandbox migration)
    {
        foreach (var right in RightsCase.Holds)
        {
            Assert.True(await AskAsync(migration.Source, $"SELECT {right}") == "t", $"on the source not: {right}");
            Assert.True(await AskAsync(migration.Target, $"SELECT {right}") == "t", $"on the target not: {right}");
        }

        Assert.Equal("f", await AskAsync(migration.Target, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'planrunner')"));
        Assert.Equal("f", await AskAsync(migration.Target, "SELECT has_table_privilege('platform', 'shop.message', 'SELECT')"));
    }

    private static Task<ProcessResult> AbortAsync(MigrationSandbox migration, bool first) =>
        migration.AbortAsync(first, "empty_target=true", "application_roles=[shop_web]", "target_application_roles=[shop_web]");

    private static async Task SameAsync(IReadOnlyList<string> source, IReadOnlyList<string> target, MigrationSandbox migration)
    {
        Same(target, await CatalogPicture.TakeAsync(migration.Target));
        Same(source, await CatalogPicture.TakeAsync(migration.Source));
    }

    private static void Same(IReadOnlyList<string> before, IReadOnlyList<string> now)
    {
        Assert.Empty(now.Except(before, StringComparer.Ordinal));
        Assert.Empty(before.Except(now, StringComparer.Ordinal));
        Assert.Equal(before.Count, now.Count);
    }
}
