using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Trial;

/// <summary>What pg_dump writes as plain text runs as a step, as it is.</summary>
[Collection(PostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class PlainDumpTests(PostgresFixture postgres)
{
    private const string Source = """
        CREATE SCHEMA shop;
        CREATE TYPE shop.mood AS ENUM ('good', '<<bad>>');
        CREATE TABLE shop.customer (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, cells int[], raw bytea, doc jsonb, mood shop.mood);
        CREATE TABLE shop.sale (id serial PRIMARY KEY, customer int REFERENCES shop.customer, at timestamptz, amount numeric);
        CREATE TABLE shop.empty (a int);
        CREATE INDEX ON shop.sale (customer);
        CREATE VIEW shop.sums AS SELECT customer, sum(amount) FROM shop.sale GROUP BY customer;
        CREATE FUNCTION shop.twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN n * 2; /* ; ' << */ END $$;
        CREATE FUNCTION shop.plus(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n; SELECT n + 1; END;
        COMMENT ON TABLE shop.customer IS 'Who buys; and << templates >>';
        INSERT INTO shop.customer (name, cells, raw, doc, mood)
            SELECT E'n\t' || n || E'\n\\ ''{{ name }}'' {{#each}} ; -- $$', ARRAY[[n,1],[2,3]], decode(md5(n::text), 'hex'), '{"path": "{{0}}"}', 'good' FROM generate_series(1, 200) n;
        INSERT INTO shop.customer (name, mood) VALUES (E'\\.', '<<bad>>'), ('', NULL);
        INSERT INTO shop.sale (customer, at, amount) SELECT 1 + n % 200, '2026-02-28 12:00:00+01', n / 7.0 FROM generate_series(1, 500) n;
        """;

    private const string Sums = """
        SELECT md5(string_agg(c::text, '|' ORDER BY id)) FROM shop.customer c
        UNION ALL SELECT md5(string_agg(s::text, '|' ORDER BY id)) FROM shop.sale s
        UNION ALL SELECT last_value::text FROM shop.sale_id_seq
        UNION ALL SELECT count(*)::text FROM pg_constraint WHERE connamespace = 'shop'::regnamespace
        UNION ALL SELECT obj_description('shop.customer'::regclass)
        """;

    private const string Plan = """
        plan: dump
        version: 1
        connections: { db: {} }
        steps:
          - id: load
            sql: { on: db, file: dump.sql }
            undo: none
        """;

    [Theory]
    [InlineData("rows")]
    [InlineData("inserts", "--inserts")]
    [InlineData("columns", "--column-inserts", "--rows-per-insert=50")]
    public async Task A_dump_of_schema_and_rows_runs_as_it_is(string name, params string[] options)
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            $"dump_{name}",
            "plan: dump\nversion: 1\nconnections: { db: {} }\nsteps: []\n"
        );
        // Braces in rows are data anyway; elsewhere it takes a word.
        var text =
            options.Length == 0
                ? Source
                : Source.Replace("<<", "{{", StringComparison.Ordinal).Replace(">>", "}}", StringComparison.Ordinal);
        await PostgresFixture.SqlAsync(scenario.Database, text.Split(";\n", StringSplitOptions.RemoveEmptyEntries));
        var expected = await scenario.QueryAsync(Sums);
        var dump = await DumpAsync(scenario, options);
        await File.WriteAllTextAsync(Path.Combine(scenario.Folder, "dump.sql"), dump);
        await scenario.WritePlanAsync(
            options.Length == 0 ? Plan : Plan.Replace("dump.sql", "dump.sql, template: false", StringComparison.Ordinal)
        );
        await PostgresFixture.SqlAsync(scenario.Database, "DROP SCHEMA shop CASCADE");

        var seen = await scenario.RunAsync("dry-run", "--offline");
        Assert.True(seen.ExitCode == 0, scenario.Log);
        if (options.Length == 0)
            Assert.Contains("-- 202 rows, sha256 ", seen.Output, StringComparison.Ordinal);
        Assert.True((await scenario.ApplyAsync()).ExitCode == 0, scenario.Log);
        Assert.Equal(expected, await scenario.QueryAsync(Sums));
        await scenario.ExpectNothingToRunAsync();

        // Made again it is another text only where another row is in it.
        if (options.Length == 0)
        {
            await File.WriteAllTextAsync(
                Path.Combine(scenario.Folder, "dump.sql"),
                dump.Replace("\tgood\n", "\t<<bad>>\n", StringComparison.Ordinal)
            );
            Assert.Equal(4, (await scenario.ApplyAsync()).ExitCode);
        }
    }

    private async Task<string> DumpAsync(PlanScenario scenario, string[] options)
    {
        var binaries = await PostgresBinaries.FindAsync(15, new ProcessRunner(), default);
        var database = scenario.Database;
        var said = await new ProcessRunner().RunAsync(
            ProcessCommand.Of(
                binaries!.Program("pg_dump"),
                [.. options, "-h", database.Host, "-p", $"{database.Port}", "-U", database.Username!, database.Database]
            ) with
            {
                Environment = new Dictionary<string, string?> { ["PGPASSWORD"] = database.Password },
            },
            default
        );
        Assert.True(said is { Ok: true, Truncated: false }, said.Error);
        return said.Output;
    }
}
