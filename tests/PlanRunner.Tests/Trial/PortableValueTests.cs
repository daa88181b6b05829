using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Trial;

/// <summary>What a value is when it leaves one database as text and enters another, whatever the defaults of both.</summary>
[Collection(PostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class PortableValueTests(PostgresFixture postgres)
{
    private const string Values = """
        SELECT '2026-06-05'::date AS day, '2026-06-05 12:00+00'::timestamptz AS moment, '-1 days +02:03:04'::interval AS span, 0.1::float8 + 0.2 AS ratio,
               '\x00ff'::bytea AS raw, '-1234.56'::money AS price, XMLPARSE(CONTENT 'a<b/>') AS page, ARRAY['NULL', NULL] AS names
        """;

    [Fact]
    public async Task A_captured_value_is_the_same_one_in_another_database()
    {
        var (odd, other) = await OddAsync();
        await PostgresFixture.SqlAsync(
            other,
            "CREATE TABLE came (day date, moment timestamptz, span interval, ratio float8, raw bytea, price money, page xml, names text[])"
        );
        await using var from = new StepBench(odd);
        var captured = Assert.IsType<StepOutcome.Done>(
            await from.RunAsync(
                "query",
                $"on: odd\ntext: |\n  {Indented(Values)}\ncapture: [day, moment, span, ratio, raw, price, page, names]\n"
            )
        );

        await using var to = new StepBench(other) { Parameters = captured.Captured.ToDictionary(c => c.Key, c => c.Value) };
        Assert.IsType<StepOutcome.Done>(
            await to.RunAsync(
                "sql",
                """
                on: other
                text: INSERT INTO came VALUES (:day, :moment, :span, :ratio, :raw, :price, :page, :names)
                params: { day: a.day, moment: a.moment, span: a.span, ratio: a.ratio, raw: a.raw, price: a.price, page: a.page, names: a.names }
                """
            )
        );

        Assert.Equal(
            "t",
            await PostgresFixture.SqlAsync(
                other,
                "SET intervalstyle = 'postgres'",
                "SET xmloption = content",
                "SET array_nulls = on",
                $"SELECT (SELECT came::text FROM came) = (SELECT v::text FROM ({Values}) AS v)"
            )
        );
    }

    [Fact]
    public async Task A_comparison_sees_values_and_not_how_the_databases_write_them()
    {
        var (odd, other) = await OddAsync();
        await using var bench = new StepBench(odd, other);
        Assert.IsType<StepOutcome.Done>(
            await bench.RunAsync(
                "compare",
                $"""
                a: odd
                b: other
                key: [one]
                text: |
                  SELECT 1 AS one, to_char(1.5, '9D9') AS formatted, xmlelement(name x, '\x00'::bytea)::text AS element, quote_ident('plain') AS name, v.*
                  FROM ({Values.ReplaceLineEndings(" ")}) AS v
                """
            )
        );
    }

    [Fact]
    public async Task A_literal_of_a_step_without_captures_means_what_it_means_in_its_database()
    {
        var (odd, _) = await OddAsync();
        await PostgresFixture.SqlAsync(odd, "CREATE TABLE came (day date, span interval)");
        await using var bench = new StepBench(odd);
        Assert.IsType<StepOutcome.Done>(
            await bench.RunAsync("sql", "on: odd\ntext: INSERT INTO came VALUES ('05/06/2026', '-1 2:03:04')\n")
        );
        Assert.Equal(
            "2026-06-05 -1 days -02:03:04",
            await PostgresFixture.SqlAsync(odd, "SET intervalstyle = 'postgres'", "SELECT day || ' ' || span FROM came")
        );
    }

    [Fact]
    public async Task The_programs_of_a_shell_step_have_the_settings_and_the_deadline_of_the_step()
    {
        var (odd, other) = await OddAsync();
        await PostgresFixture.SqlAsync(odd, $"ALTER DATABASE {odd.Database} SET statement_timeout = '100ms'");
        await using var bench = new StepBench(odd, other)
        {
            Timeout = TimeSpan.FromSeconds(59),
            Settings = new() { ["search_path"] = "\"A b\", public", ["IntervalStyle"] = "iso_8601" },
        };

        var done = Assert.IsType<StepOutcome.Done>(
            await bench.RunAsync(
                "shell",
                $"""
                run: |
                  for service in odd other; do
                      psql -XAtq -d service=$service -c "SELECT pg_sleep(0.3) IS NULL" -c "SHOW statement_timeout" -c "SHOW search_path" -c "SHOW client_encoding" \
                          -c "{Values.ReplaceLineEndings(" ")}"
                  done
                with_connections: [odd, other]
                capture: stdout
                """
            )
        );

        const string One =
            "f\n1min\n\"A b\", public\nUTF8\n2026-06-05|2026-06-05 12:00:00+00|P-1DT2H3M4S|0.30000000000000004|\\x00ff|-$1,234.56|a<b/>|{\"NULL\",NULL}";
        Assert.Equal($"{One}\n{One}", done.Captured["stdout"].Text);
    }

    private static string Indented(string text) => text.ReplaceLineEndings("\n  ");

    private async Task<(ConnectionSettings Odd, ConnectionSettings Other)> OddAsync()
    {
        var odd = await postgres.DatabaseAsync("odd");
        var other = await postgres.DatabaseAsync("other");
        foreach (
            var statement in ValueCases
                .OddSource.Replace("ALTER DATABASE shop", $"ALTER DATABASE {odd.Database}", StringComparison.Ordinal)
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            if (!statement.StartsWith("ALTER ROLE", StringComparison.Ordinal))
                await PostgresFixture.SqlAsync(postgres.Cluster.Superuser(), statement);
        }

        await PostgresFixture.SqlAsync(
            postgres.Cluster.Superuser(),
            $"ALTER DATABASE {odd.Database} SET extra_float_digits = -6",
            $"ALTER DATABASE {odd.Database} SET bytea_output = 'escape'",
            $"ALTER DATABASE {odd.Database} SET client_encoding = 'LATIN1'",
            $"ALTER DATABASE {other.Database} SET datestyle = 'Postgres, MDY'",
            $"ALTER DATABASE {other.Database} SET intervalstyle = 'iso_8601'",
            $"ALTER DATABASE {other.Database} SET timezone = 'America/St_Johns'",
            $"ALTER DATABASE {other.Database} SET xmlbinary = 'hex'",
            $"ALTER DATABASE {other.Database} SET xmloption = 'document'",
            $"ALTER DATABASE {other.Database} SET array_nulls = off"
        );
        return (odd, other);
    }
}
