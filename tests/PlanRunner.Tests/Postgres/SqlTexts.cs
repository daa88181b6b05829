using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Sql.Rules;
using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Postgres;

/// <summary>SQL as a rendered text of a file of its own.</summary>
internal static class SqlTexts
{
    public static RenderedText Of(string sql) => new([new Segment(sql, null, 0, sql.Length, true)], new SourceText("x.sql", sql));

    public static SqlStatement One(string sql)
    {
        var found = new Diagnostics();
        var statement = Assert.Single(StatementSplitter.Split(Of(sql), found));
        Assert.Empty(found);
        return statement;
    }

    public static StatementClass Class(string sql) => One(sql).Class;

    /// <summary><c>x.sql:1:8 PR4101 message</c>, a line each.</summary>
    public static string[] Told(Diagnostics found) => [.. found.Select(d => $"{d.Place} {d.Id} {d.Message}")];

    public static Diagnostics SplitBadly(string sql)
    {
        var found = new Diagnostics();
        StatementSplitter.Split(Of(sql), found);
        return found;
    }
}
