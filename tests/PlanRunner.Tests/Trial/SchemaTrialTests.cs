using System.Text.RegularExpressions;
using PlanRunner.Tests.EndToEnd;
using Xunit;
using static PlanRunner.Tests.EndToEnd.MigrationSandbox;

namespace PlanRunner.Tests.Trial;

/// <summary>Schemas as real databases have them, through the flagship plan: what docs/migrating.md says of them is so.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class SchemaTrialTests
{
    private const string Grants = "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shop, public TO shop_web";

    [Fact]
    public async Task What_is_carried_is_on_the_target_also_when_the_restore_of_the_rest_was_cut_off()
    {
        await using var migration = await TrialMigration.SetUpAsync(
            Seeds(Fate.Carried) + Grants,
            environment: ("copy_workers: 2", "copy_workers: 2\n  schemas: [shop, public]")
        );
        await migration.RunDyingAsync("started:replicate/rest-of-schema", ["apply", .. migration.Where, "--yes"]);

        Expect(0, await migration.ApplyAsync());

        foreach (var fate in ObjectFates.All.Where(f => f is { Fate: Fate.Carried, Question: not null }))
            Assert.True(await AskAsync(migration.Target, fate.Question!) == "t", fate.Kind);
        await migration.ProveAsync();
    }

    [Fact]
    public async Task What_is_refused_is_listed_at_once_before_anything_was_made_and_the_variables_named_do_without_it()
    {
        await using var migration = await TrialMigration.SetUpAsync(
            Seeds(Fate.Refused, Fate.Left) + "COMMENT ON SCHEMA public IS 'odds and ends'",
            environment: ("wal_level: logical", "wal_level: logical, shared_preload_libraries: pg_stat_statements")
        );
        var before = await PicturesAsync(migration);
        var (named, misnamed) = ("\"copy_workers\": 2", "\"copy_workers\": 2\n  schemas: [shop, Shop]");
        await ReplaceAsync(migration.EnvironmentFile, named, misnamed);
        var misspelt = await migration.ApplyAsync();
        Expect(1, misspelt);
        ExpectSaid("there is no schema \"Shop\"", misspelt);
        await ReplaceAsync(migration.EnvironmentFile, misnamed, named);

        var refused = await migration.ApplyAsync();

        Expect(1, refused);
        ExpectSaid("FAILED    preflight/restorable", refused);
        Assert.All(ObjectFates.All.Where(f => f.Fate != Fate.Carried).SelectMany(f => f.Said), said => ExpectSaid(said, refused));
        Assert.DoesNotContain("COMMENT - SCHEMA public:", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, await PicturesAsync(migration));

        var line = Regex
            .Match(refused.Error, @"leave_out_of_schema: \['EVENT TRIGGER', .*", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Value;
        await ReplaceAsync(
            migration.EnvironmentFile,
            "\"copy_workers\": 2",
            $"\"copy_workers\": 2\n  ignored_extensions: [pg_stat_statements, postgres_fdw]\n  {line}"
        );
        Expect(0, await migration.ApplyAsync("--until", "schema"));
    }

    private static string Seeds(params Fate[] fates) =>
        string.Concat(
            ObjectFates
                .All.Where(f => fates.Contains(f.Fate))
                .Select(f => $"RESET ROLE;\n{f.SuperuserSeed ?? "SELECT 1"};\nSET ROLE shop_owner;\n{f.Seed ?? "SELECT 1"};\n")
        ) + "RESET ROLE;\n";

    // What objects there are, whoever reads or writes rows meanwhile.
    private static async Task<string> PicturesAsync(MigrationSandbox migration)
    {
        const string Objects = """
            SELECT string_agg(DISTINCT format('%s %s', classid::regclass, pg_describe_object(classid, objid, 0)), E'\n')
            FROM pg_depend WHERE objid >= 16384 AND classid <> 0
            """;
        return $"{await AskAsync(migration.Source, Objects)}\n{await AskAsync(migration.Target, Objects)}\n{await LeftAsync(migration.Source)}{await LeftAsync(migration.Target)}";
    }
}
