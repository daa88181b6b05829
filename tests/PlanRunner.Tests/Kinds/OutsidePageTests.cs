using System.Text;
using PlanRunner.Tests.Postgres;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Kinds;

/// <summary>docs/outside-transactions.md is written from the code. With PLANRUNNER_ACCEPT_SNAPSHOTS=1 it is written anew.</summary>
public sealed class OutsidePageTests
{
    private static readonly string[] Statements =
    [
        "CREATE INDEX CONCURRENTLY i ON t (a)",
        "CREATE INDEX CONCURRENTLY ON t (a)",
        "DROP INDEX CONCURRENTLY i",
        "REINDEX TABLE CONCURRENTLY t",
        "REINDEX SCHEMA s",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
        "ALTER TYPE mood ADD VALUE 'good'",
        "CREATE DATABASE d",
        "DROP DATABASE d",
        "ALTER DATABASE d SET TABLESPACE s",
        "CREATE TABLESPACE s LOCATION '/srv/s'",
        "DROP TABLESPACE s",
        "ALTER SYSTEM SET work_mem = '64MB'",
        "VACUUM t",
        "ANALYZE t",
        "CLUSTER",
        "CHECKPOINT",
        "DISCARD ALL",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
        "CREATE SUBSCRIPTION s CONNECTION 'service=x' PUBLICATION p",
        "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
        "ALTER SUBSCRIPTION s SET PUBLICATION p",
        "ALTER SUBSCRIPTION s ADD PUBLICATION p",
        "ALTER SUBSCRIPTION s DROP PUBLICATION p",
        "DROP SUBSCRIPTION s",
        "COMMIT PREPARED 'x'",
        "ROLLBACK PREPARED 'x'",
        "CALL work()",
        "DO 'BEGIN PERFORM work(); END'",
        "UPDATE t SET a = 1",
    ];

    [Fact]
    public void The_page_says_of_each_statement_what_settles_it()
    {
        var table = new StringBuilder(
            "| statement | in a transaction | what decides, after an interruption or a failure |\n| --- | --- | --- |\n"
        );
        foreach (var statement in Statements)
        {
            var alone = StepBench.Rendered("sql", $"on: db\ntext: |\n  {statement}\n").Effect == Steps.Model.StepEffect.Outside;
            var settles = StepBench.Rendered("sql", $"on: db\ntransaction: forbidden\ntext: |\n  {statement}\n").Settles;
            table.Append(
                $"| `{statement}` | {(alone ? "never" : "unless `transaction: forbidden`")} | {settles ?? Otherwise(statement)} |\n"
            );
        }

        PageTable.IsTrue("outside-transactions.md", "statements", table.ToString());
    }

    // What ends transactions of its own may have ended some before it failed.
    private static string Otherwise(string statement) =>
        statement.StartsWith("CALL", StringComparison.Ordinal) || statement.StartsWith("DO", StringComparison.Ordinal)
            ? "`done_when`, otherwise a person"
            : "interrupted: `done_when`, otherwise a person; failed: it was rolled back";
}
