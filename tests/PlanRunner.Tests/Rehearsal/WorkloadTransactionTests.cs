using PlanRunner.Runner.Rehearsal.Workload;
using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Rehearsal;

public sealed class WorkloadTransactionTests
{
    [Fact]
    public void Each_head_begins_a_transaction()
    {
        var (transactions, diagnostics) = Read(
            """
            -- The application.

            -- transaction buy
            INSERT INTO a VALUES (:id);
            UPDATE b SET n = ';'; -- transaction not-a-head
            -- transaction nothing

            -- transaction leave
            DELETE FROM a
            """
        );
        Assert.Empty(diagnostics);
        Assert.Equal(
            ["buy: INSERT INTO a VALUES (:id) / UPDATE b SET n = ';'", "nothing: ", "leave: DELETE FROM a"],
            transactions.Select(t => $"{t.Name}: {string.Join(" / ", t.Statements)}")
        );
    }

    [Fact]
    public void A_file_without_a_head_is_told()
    {
        var (_, diagnostics) = Read("SELECT 1");
        Assert.Equal("the workload has no transaction", Assert.Single(diagnostics).Message);
    }

    [Fact]
    public void A_statement_above_the_first_head_is_told()
    {
        var (_, diagnostics) = Read("SELECT 1;\n-- transaction a\nSELECT 2");
        Assert.Equal(
            "workload.sql:1:1: this statement belongs to no transaction",
            $"{diagnostics.Single().Place}: {diagnostics.Single().Message}"
        );
    }

    [Theory]
    [InlineData("SELECT ARRAY['new', :id]", "SELECT ARRAY['new', CAST($1 AS uuid)]")]
    [InlineData("SELECT ARRAY[[:id], [:id]]", "SELECT ARRAY[[CAST($1 AS uuid)], [CAST($1 AS uuid)]]")]
    [InlineData("SELECT a[1:id], :id", "SELECT a[1:id], CAST($1 AS uuid)")]
    [InlineData("SELECT (ARRAY[:id])[1:id]", "SELECT (ARRAY[CAST($1 AS uuid)])[1:id]")]
    public void Values_enter_arrays_and_not_slices(string sql, string sent)
    {
        var text = Text(sql);
        var statement = Assert.Single(StatementSplitter.Split(text, []));
        Assert.Equal(sent, BoundStatement.Of(statement, new Dictionary<string, CapturedValue> { ["id"] = new("uuid", "x") }).Sql);
    }

    private static (IReadOnlyList<WorkloadTransaction> Transactions, Diagnostics Diagnostics) Read(string text)
    {
        var diagnostics = new Diagnostics();
        return (WorkloadTransaction.Read(Text(text), diagnostics), diagnostics);
    }

    private static RenderedText Text(string text) =>
        new([new Segment(text, null, 0, text.Length, true)], new SourceText("workload.sql", text));
}
