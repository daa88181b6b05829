using System.Text;
using System.Text.Json;
using PlanRunner.Sql.Findings;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Findings;

/// <summary>docs/findings.md is written from the rules; each has an example that gives it. With PLANRUNNER_ACCEPT_SNAPSHOTS=1 it is written anew.</summary>
public sealed class FindingsPageTests
{
    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["no-where"] = "UPDATE orders SET total = 0",
        ["loses-data"] = "ALTER TABLE orders DROP COLUMN note",
        ["rewrite"] = "ALTER TABLE orders ALTER COLUMN id TYPE bigint",
        ["scan-under-lock"] = "ALTER TABLE orders ADD CHECK (total >= 0)",
        ["not-concurrently"] = "CREATE INDEX orders_customer ON orders (customer)",
        ["work-under-lock"] = "ALTER TABLE orders ADD COLUMN net numeric; UPDATE orders SET net = total WHERE net IS NULL",
        ["no-lock-timeout"] = "ALTER TABLE orders ADD COLUMN note text",
        ["cascade"] = "DROP VIEW open_orders CASCADE",
        ["rename"] = "ALTER TABLE orders RENAME COLUMN note TO remark",
        ["not-null-without-default"] = "ALTER TABLE orders ADD COLUMN channel text NOT NULL",
        ["blocks-reads"] = "ALTER TABLE orders ADD COLUMN note text",
        ["blocks-writes"] = "CREATE TRIGGER audit AFTER UPDATE ON orders EXECUTE FUNCTION audit()",
        ["if-exists"] = "ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text",
        ["nothing-lasts"] = "SET ROLE app_owner",
        ["ends-with-step"] = "SET work_mem = '256MB'; CREATE VIEW open_orders AS SELECT 1",
        ["not-read"] = "CALL archive_orders(2019)",
    };

    [Fact]
    public void The_page_lists_every_rule_with_an_example_that_gives_it()
    {
        var table = new StringBuilder("| id | severity | what it finds | for instance | safer |\n| --- | --- | --- | --- | --- |\n");
        foreach (var rule in FindingRules.All.Where(r => r != FindingRules.UnusedWaiver))
        {
            var found = FindingTests.Told(Examples[rule.Id], new FindingContext { Trail = new PlanTrail() });
            var finding = found.First(f => f.Rule == rule);
            Assert.Equal(rule.Severity, finding.Severity);
            table.Append(
                $"| `{rule.Id}` | {rule.Severity.ToString().ToLowerInvariant()}{(rule.BySize ? ", note where small" : "")} | {rule.Meaning} | `{Examples[rule.Id]}` | {finding.Safer} |\n"
            );
        }

        var unused = FindingRules.UnusedWaiver;
        table.Append($"| `{unused.Id}` | note | {unused.Meaning} | | {unused.Safer} |\n");
        PageTable.IsTrue("findings.md", "rules", table.ToString());
    }

    [Fact]
    public void A_plan_can_waive_every_rule_by_its_id()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "schemas", "plan.schema.json")));
        var ids = schema
            .RootElement.GetProperty("definitions")
            .GetProperty("step")
            .GetProperty("properties")
            .GetProperty("waive")
            .GetProperty("properties")
            .EnumerateObject()
            .Select(p => p.Name);
        Assert.Equal(
            FindingRules.All.Where(r => r != FindingRules.UnusedWaiver).Select(r => r.Id).Order(StringComparer.Ordinal),
            ids.Order(StringComparer.Ordinal)
        );
    }
}
