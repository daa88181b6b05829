using System.Text.Json;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What a rehearsal measures is what a real server did, and a dry run shows it beside that very text alone.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class EvidenceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-evidence-").FullName;

    public EvidenceTests()
    {
        Write(
            "plan.yaml",
            """
            plan: measured
            version: 1
            connections: { db: {} }
            steps:
              - id: look
                assert: { on: db, text: SELECT 1 WHERE false, empty: true }
              - id: rewrite
                sql: { on: db, text: ALTER TABLE shop.part ADD COLUMN code uuid DEFAULT gen_random_uuid() }
                undo: none
              - id: fill
                sql: { on: db, text: "UPDATE shop.part SET name = 'x' WHERE id <= 50; DELETE FROM shop.part WHERE id > 990; INSERT INTO shop.log SELECT 'filled' FROM generate_series(1, 3)" }
                undo: none
              - id: many
                generate: { on: db, text: "SELECT i::text AS key, format('INSERT INTO shop.log VALUES (%L)', i) AS sql FROM generate_series(1, 4) AS i", transaction: each }
                undo: none
              - id: index
                sql: { on: db, text: CREATE INDEX CONCURRENTLY part_name ON shop.part (name), transaction: forbidden }
                undo: none
              - id: told
                shell: { run: echo done }
                undo: none
            """
        );
        Write(
            "environments/rehearsal.yaml",
            """
            environment: rehearsal
            connections: { db: { sandbox: { database: shop, username: postgres, password: password, seed: [seed.sql] } } }
            secrets: { password: { generated: true } }
            """
        );
        Write(
            "environments/production.yaml",
            """
            environment: production
            secrets: { password: { env: NEVER_READ } }
            connections: { db: { host: db.example.com, database: shop, username: migration, password: password } }
            """
        );
        Write(
            "seed.sql",
            """
            CREATE ROLE migration LOGIN SUPERUSER PASSWORD {{ secrets.password | sql.literal }};
            CREATE SCHEMA shop;
            CREATE TABLE shop.part (id bigint PRIMARY KEY, name text);
            INSERT INTO shop.part SELECT i, 'n' FROM generate_series(1, 1000) AS i;
            CREATE TABLE shop.log (said text);
            """
        );
        Write(
            "environments/rehearsal.yaml",
            File.ReadAllText(Path.Combine(folder, "environments/rehearsal.yaml"))
                .Replace("username: postgres", "username: migration", StringComparison.Ordinal)
        );
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_tells_locks_rows_bytes_and_files_of_every_step()
    {
        var rehearsed = await PlanRunnerProcess.RunAsync(folder, "rehearse", "plan.yaml", "--yes", "--evidence", "evidence.json");
        Assert.True(rehearsed.ExitCode == 0, rehearsed.Error + rehearsed.Output);
        await SchemaCheck.ValidAsync("evidence.schema.json", await File.ReadAllTextAsync(Path.Combine(folder, "evidence.json")));
        var evidence = Evidence.Read(Path.Combine(folder, "evidence.json"), "measured", new Diagnostics())!;
        Assert.Equal(["look", "rewrite", "fill", "many", "index", "told"], evidence.Steps.Select(step => step.Path));

        var look = evidence.Find("look")!;
        Assert.Empty(look.Locks);
        Assert.Null(look.WalBytes);
        var rewrite = evidence.Find("rewrite")!;
        Assert.Equal(["shop.part ACCESS EXCLUSIVE"], Locks(rewrite));
        Assert.Equal(["shop.part"], rewrite.NewFiles);
        Assert.True(rewrite.WalBytes > 50_000, $"{rewrite.WalBytes}");
        var fill = evidence.Find("fill")!;
        Assert.Equal(
            [new EvidenceRows("shop.log", 3, 0, 0), new EvidenceRows("shop.part", 0, 50, 10)],
            fill.Rows.OrderBy(r => r.Relation, StringComparer.Ordinal)
        );
        Assert.Equal(["shop.log ROW EXCLUSIVE", "shop.part ROW EXCLUSIVE"], Locks(fill).Order(StringComparer.Ordinal));
        Assert.Empty(fill.NewFiles);
        Assert.Equal([new EvidenceRows("shop.log", 4, 0, 0)], evidence.Find("many")!.Rows);
        Assert.True(evidence.Find("index")!.Sampled);
        Assert.True(evidence.Find("index")!.ServerWalBytes > 0);
        Assert.All(evidence.Steps, step => Assert.InRange(step.Milliseconds, 0.001, 600_000));
        await ShownAsync();
    }

    private async Task ShownAsync()
    {
        var dry = await PlanRunnerProcess.RunAsync(
            folder,
            "dry-run",
            "plan.yaml",
            "--env",
            "production",
            "--offline",
            "--evidence",
            "evidence.json"
        );
        Assert.Equal(0, dry.ExitCode);
        Assert.Contains("+ rewrite  [sql on db · exact, rehearsed]", dry.Output, StringComparison.Ordinal);
        Assert.Contains("rehearsed: ACCESS EXCLUSIVE on shop.part (db) for at most", dry.Output, StringComparison.Ordinal);
        Assert.Contains("rehearsed: shop.part: 50 rows updated, 10 rows deleted", dry.Output, StringComparison.Ordinal);
        Assert.Contains("rehearsed: shop.part was rewritten or emptied", dry.Output, StringComparison.Ordinal);

        Write(
            "plan.yaml",
            (await File.ReadAllTextAsync(Path.Combine(folder, "plan.yaml"))).Replace("id <= 50", "id <= 51", StringComparison.Ordinal)
                + "\n  - id: new\n    sql: { on: db, text: CREATE TABLE shop.more (id int) }\n    undo: none\n"
        );
        var edited = await PlanRunnerProcess.RunAsync(
            folder,
            "dry-run",
            "plan.yaml",
            "--env",
            "production",
            "--offline",
            "--evidence",
            "evidence.json",
            "--output",
            "json"
        );
        Assert.Equal(0, edited.ExitCode);
        await SchemaCheck.ValidAsync("dry-run.schema.json", edited.Output);
        using var json = JsonDocument.Parse(edited.Output);
        var steps = json
            .RootElement.GetProperty("steps")
            .EnumerateArray()
            .ToDictionary(s => s.GetProperty("path").GetString()!, StringComparer.Ordinal);
        Assert.False(steps["fill"].TryGetProperty("evidence", out _));
        Assert.Contains(
            "not rehearsed: the evidence is of another text",
            steps["fill"].GetProperty("facts").EnumerateArray().Select(f => f.GetString())
        );
        Assert.Contains(
            "not rehearsed: the evidence does not have it",
            steps["new"].GetProperty("facts").EnumerateArray().Select(f => f.GetString())
        );
        Assert.True(steps["rewrite"].TryGetProperty("evidence", out _));

        foreach (
            var (text, said) in new[]
            {
                ("{}", "is not what rehearse --evidence writes"),
                ("{\"format\": 9}", "has format 9"),
                ("nonsense", "is not what rehearse --evidence writes"),
            }
        )
        {
            Write("bad.json", text);
            var refused = await PlanRunnerProcess.RunAsync(
                folder,
                "dry-run",
                "plan.yaml",
                "--env",
                "production",
                "--offline",
                "--evidence",
                "bad.json"
            );
            Assert.Equal(3, refused.ExitCode);
            Assert.Contains("PR5064", refused.Error, StringComparison.Ordinal);
            Assert.Contains(said, refused.Error, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Locks(StepEvidence step) => step.Locks.Select(l => $"{l.Relation} {l.Mode}");

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
