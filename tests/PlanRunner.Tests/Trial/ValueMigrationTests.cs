using PlanRunner.Tests.EndToEnd;
using Xunit;
using static PlanRunner.Tests.EndToEnd.MigrationSandbox;

namespace PlanRunner.Tests.Trial;

/// <summary>
/// One migration between servers with odd defaults: what would stop its copy is refused first, each with what to type, which is then
/// typed; then every value arrives, also in a freeze of one database that is taken back and made again.
/// </summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class ValueMigrationTests
{
    private const string Refused = """
        RESET ROLE;
        ALTER ROLE planetscale_replication BYPASSRLS;
        ALTER ROLE migration BYPASSRLS;
        CREATE DATABASE billing OWNER shop_owner;
        REVOKE CONNECT ON DATABASE billing FROM PUBLIC;
        GRANT CONNECT ON DATABASE billing TO shop_web;
        SET ROLE shop_owner;
        SET search_path = shop, public;
        CREATE FUNCTION folded(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN lower(t); END $$;
        CREATE FUNCTION slug(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN replace(folded(t), ' ', '-'); END $$;
        CREATE FUNCTION is_known(i int) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN EXISTS (SELECT FROM shop.page WHERE id = i); END $$;
        CREATE DOMAIN handle AS text CHECK (slug(VALUE) <> '');
        CREATE TABLE page (id int PRIMARY KEY, title text NOT NULL, slug text GENERATED ALWAYS AS (slug(title)) STORED, handles handle[]);
        CREATE INDEX page_title ON page (id) WHERE slug(title) <> '-';
        CREATE TABLE untouched (id int PRIMARY KEY, name text CHECK (slug(name) <> ''));
        CREATE TABLE linked (id int PRIMARY KEY, page int CONSTRAINT page_is_known CHECK (is_known(page)));
        INSERT INTO page (id, title, handles) VALUES (1, 'Two Words', '{A b}');
        INSERT INTO linked VALUES (1, 1);
        CREATE TABLE invoice (id int PRIMARY KEY, tenant text NOT NULL);
        INSERT INTO invoice VALUES (1, 'a');
        ALTER TABLE invoice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY own ON invoice USING (tenant = current_setting('app.tenant', true));
        CREATE DOMAIN document AS json;
        CREATE TABLE whole (body document[], kind mood);
        ALTER TABLE whole REPLICA IDENTITY FULL;
        CREATE TABLE spread (kind mood NOT NULL, n int) PARTITION BY HASH (kind);
        CREATE TABLE spread_0 PARTITION OF spread FOR VALUES WITH (MODULUS 1, REMAINDER 0);
        ALTER TABLE spread_0 REPLICA IDENTITY FULL;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shop TO shop_web;
        """;

    private const string Connect =
        "SELECT string_agg(datname || ' ' || has_database_privilege('shop_web', oid, 'CONNECT'), ', ' ORDER BY datname) FROM pg_database WHERE datname IN ('shop', 'billing')";

    private const string Entries = """
        SELECT string_agg(concat_ws(' ', coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC'), a.privilege_type, a.is_grantable), ', ' ORDER BY 1)
        FROM pg_database, LATERAL (SELECT grantee, privilege_type, is_grantable FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) ORDER BY 1, 2) AS a WHERE datname = 'shop'
        """;

    [Fact]
    public async Task What_would_stop_the_copy_is_refused_with_what_to_type_and_then_every_value_arrives()
    {
        await using var migration = await TrialMigration.SetUpAsync(
            $"{ValueCases.OddSource}\n{ValueCases.Tables}\n{Refused}",
            $"{ValueCases.OddTarget}\nALTER DATABASE shop SET xmloption = 'document';\nALTER DATABASE shop SET array_nulls = off;",
            ("copy_workers: 2", "copy_workers: 2\n  copy_unlogged: true")
        );
        await RefusedAsync(migration);
        Assert.Equal("", await LeftAsync(migration.Source));
        Assert.Equal("", await LeftAsync(migration.Target));
        await FailsInTheCopyAsync(migration);
        await FreezeOfOneDatabaseAsync(migration);
        await migration.ProveAsync();
    }

    private static async Task RefusedAsync(MigrationSandbox migration)
    {
        var dry = await migration.RunAsync(["dry-run", .. migration.Where, "--full"]);
        ExpectSaid("CONNECT is granted to it", dry);
        ExpectSaid("document[]", dry);
        ExpectSaid("hashed by its number", dry);

        await FailsAsync(migration, "preflight/roles-elsewhere", "freeze: database");
        await ReplaceAsync(migration.EnvironmentFile, "\"copy_unlogged\": true", "\"copy_unlogged\": true\n  \"freeze\": database");
        await FailsAsync(migration, "preflight/identity-full", "shop.whole");
        await SourceAsync(
            migration,
            "ALTER TABLE shop.whole REPLICA IDENTITY DEFAULT",
            "ALTER TABLE shop.whole ADD COLUMN id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        );
        await FailsAsync(migration, "preflight/partition-keys", "shop.mood");
        await SourceAsync(migration, "DROP TABLE shop.spread");

        var tried = await FailsAsync(
            migration,
            "preflight/applied-expressions",
            "ALTER FUNCTION shop.slug(text) SET search_path = shop, public"
        );
        ExpectSaid("shop.page, generated column slug: function folded(text) does not exist", tried);
        ExpectSaid("shop.page, index shop.page_title", tried);
        ExpectSaid("shop.page, column handles of type shop.handle[]", tried);
        ExpectSaid("shop.untouched, constraint untouched_name_check", tried);
        ExpectSaid("shop.linked, constraint page_is_known: it reads shop.page", tried);
        await SourceAsync(
            migration,
            "ALTER FUNCTION shop.slug(text) SET search_path = shop, public",
            "ALTER TABLE shop.linked DROP CONSTRAINT page_is_known"
        );

        await FailsAsync(migration, "preflight/row-security-applies", "ALTER ROLE migration BYPASSRLS");
        await AskAsync(migration.Target, "ALTER ROLE migration BYPASSRLS");
        await FailsAsync(migration, "preflight/values-read", "ALTER ROLE migration IN DATABASE shop SET array_nulls = 'on'");
        await AskAsync(migration.Target, "ALTER ROLE migration IN DATABASE shop SET xmloption = 'content'");
        await AskAsync(migration.Target, "ALTER ROLE migration IN DATABASE shop SET array_nulls = 'on'");
    }

    private static async Task FailsInTheCopyAsync(MigrationSandbox migration)
    {
        Expect(0, await migration.ApplyAsync("--until", "schema"));
        await AskAsync(migration.Target, "ALTER TABLE shop.message ADD CONSTRAINT brief CHECK (id <> 7)");
        await AskAsync(migration.Target, "INSERT INTO shop.linked VALUES (1, 5)");
        var failed = await FailsAsync(
            migration,
            "replicate/copied",
            "shop.message: new row for relation \"message\" violates check constraint \"brief\""
        );
        ExpectSaid("COPY message, line ", failed);
        ExpectSaid("shop.linked: duplicate key value violates unique constraint \"linked_pkey\"", failed);
        ExpectSaid("Key (id)=(1) already exists.", failed);
        ExpectSaid("remedy: on the target DELETE FROM shop.linked", failed);
        await AskAsync(migration.Target, "ALTER TABLE shop.message DROP CONSTRAINT brief");
        await AskAsync(migration.Target, "DELETE FROM shop.linked");
    }

    private static async Task FreezeOfOneDatabaseAsync(MigrationSandbox migration)
    {
        Expect(0, await migration.ApplyAsync("--until", "check"));
        var before = await AskAsync(migration.Source, Entries);

        // A row that is not the source's: the comparison in the freeze fails, so the freeze is taken back.
        await AskAsync(migration.Target, "INSERT INTO shop.untouched VALUES (1, 'not on the source')");
        await migration.RunDyingAsync("done:cutover/freeze-database", ["apply", .. migration.Where, "--yes"]);
        Assert.Equal("billing true, shop false", await AskAsync(migration.Source, Connect));
        Assert.Equal("t", await AskAsync(migration.Source, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'shop_web'"));
        var failed = await migration.ApplyAsync();
        Expect(1, failed);
        ExpectSaid("FAILED    cutover/equal", failed);
        ExpectSaid("reopened  cutover  all its steps are undone", failed);
        Assert.Equal(before, await AskAsync(migration.Source, Entries));
        await migration.TakesWritesAsync();

        await AskAsync(migration.Target, "DELETE FROM shop.untouched");
        Expect(0, await migration.ApplyAsync());
        Assert.Equal("billing true, shop false", await AskAsync(migration.Source, Connect));
        Assert.Equal(
            "2",
            await AskAsync(migration.Target, "SELECT count(*)::text FROM shop.a_child JOIN shop.seen ON seen.id = a_child.seen")
        );
    }

    private static async Task<Steps.Processes.ProcessResult> FailsAsync(MigrationSandbox migration, string step, string remedy)
    {
        var failed = await migration.ApplyAsync();
        Expect(1, failed);
        ExpectSaid($"FAILED    {step}", failed);
        ExpectSaid(remedy, failed);
        return failed;
    }

    private static async Task SourceAsync(MigrationSandbox migration, params string[] statements)
    {
        foreach (var statement in statements)
            await AskAsync(migration.Source, statement);
    }
}
