using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;
using Xunit;

namespace PlanRunner.Tests.Postgres;

public sealed class BoundStatementTests
{
    private static readonly Dictionary<string, CapturedValue> Values = new()
    {
        ["lsn"] = new CapturedValue("pg_lsn", "0/16B6C50"),
        ["n"] = new CapturedValue("integer", "5"),
    };

    [Theory]
    [InlineData("SELECT :lsn", "SELECT CAST($1 AS pg_lsn)")]
    [InlineData("SELECT :lsn::text, a::lsn", "SELECT CAST($1 AS pg_lsn)::text, a::lsn")]
    [InlineData("SELECT :n + :lsn + :n", "SELECT CAST($1 AS integer) + CAST($2 AS pg_lsn) + CAST($1 AS integer)")]
    [InlineData("SELECT ':n', \":n\", $$:n$$ -- :n", "SELECT ':n', \":n\", $$:n$$")]
    [InlineData("SELECT a[1:n]", "SELECT a[1:n]")]
    [InlineData("SELECT f(x := :n)", "SELECT f(x := CAST($1 AS integer))")]
    public void A_parameter_is_bound_where_it_is_one(string sql, string sent) =>
        Assert.Equal(sent, BoundStatement.Of(SqlTexts.One(sql), Values).Sql);

    [Fact]
    public void Values_are_numbered_in_order_of_use() =>
        Assert.Equal(["5", "0/16B6C50"], BoundStatement.Of(SqlTexts.One("SELECT :n + :lsn + :n"), Values).Values);

    [Theory]
    [InlineData("SELECT :n, wrong", 29, "x.sql:1:12")]
    [InlineData("SELECT :n, wrong", 12, "x.sql:1:8")]
    [InlineData("\n  SELECT '😀', :n,\n wrong", 35, "x.sql:3:2")]
    [InlineData("SELECT 1; SELECT wrong", 8, "x.sql:1:18")]
    public void A_position_told_by_the_server_leads_back_to_the_plan(string sql, int position, string place)
    {
        var statement = StatementSplitter.Split(SqlTexts.Of(sql), [])[^1];
        Assert.Equal(place, BoundStatement.Of(statement, Values).PlaceAt(position).ToString());
    }

    [Theory]
    [InlineData("pg_lsn", "pg_lsn")]
    [InlineData("character varying(10)[]", "character varying(10)[]")]
    [InlineData("\"My Schema\".\"Mood's\"", "\"My Schema\".\"Mood's\"")]
    [InlineData("int); DROP TABLE t; --", "text")]
    [InlineData("int) , (1", "text")]
    [InlineData("int -- ", "text")]
    [InlineData("", "text")]
    public void Only_what_can_be_a_type_becomes_one(string type, string cast)
    {
        var values = new Dictionary<string, CapturedValue> { ["a"] = new(type, "1") };
        Assert.Equal($"SELECT CAST($1 AS {cast})", BoundStatement.Of(SqlTexts.One("SELECT :a"), values).Sql);
    }

    [Theory]
    [InlineData("SELECT :lsn", "lsn", "")]
    [InlineData("SELECT 1", "lsn", "plan.yaml:1:1 PR3303 parameter \"lsn\" is never used")]
    [InlineData("SELECT ':lsn'", "lsn", "plan.yaml:1:1 PR3303 parameter \"lsn\" is never used")]
    [InlineData(
        "SELECT :lns",
        "lsn",
        "plan.yaml:1:1 PR3303 parameter \"lsn\" is never used|x.sql:1:8 PR3301 :lns is not a declared parameter (params:)"
    )]
    [InlineData("SELECT a[1:n], b::x", "", "")]
    [InlineData("ALTER SYSTEM SET a = :lsn", "lsn", "x.sql:1:22 PR3302 ALTER SYSTEM takes no parameters")]
    public void Parameters_are_checked_before_anything_runs(string sql, string declared, string expected)
    {
        var place = new Place(new SourceText("plan.yaml", ""), 1, 1);
        var parameters = declared
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(p => p, p => new CaptureReference("barrier", p, place));
        var found = new Diagnostics();
        ParameterPlacement.Check([SqlTexts.One(sql)], parameters, found);
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), SqlTexts.Told(found));
    }
}
