using System.Text.RegularExpressions;
using PlanRunner.Quoting;
using PlanRunner.Source;
using PlanRunner.Steps.Texts;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Quoting;

/// <summary>What docs/quoting.md says not to write is refused, and what it says to write instead is not.</summary>
public sealed partial class QuotingPageTests
{
    public static TheoryData<object, string, string> Rows()
    {
        var rows = new TheoryData<object, string, string>();
        var context = TextContext.Plain;
        foreach (var line in File.ReadLines(Path.Combine(RepositoryRoot.Path, "docs/quoting.md")))
        {
            context = line switch
            {
                "## In SQL" => TextContext.Sql,
                "## In a script" => TextContext.Shell,
                _ => context,
            };
            if (context != TextContext.Plain && Row().Match(line) is { Success: true } row)
                rows.Add(context, Code(row.Groups["not"].Value), Code(row.Groups["but"].Value));
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_page_says_what_is_refused_and_what_to_write_instead(object context, string not, string but)
    {
        Assert.NotEmpty(Told(not, (TextContext)context));
        Assert.Equal("", Told(but, (TextContext)context));
    }

    [Fact]
    public void The_page_has_rows_for_both() => Assert.True(Rows().Count() > 20);

    private static string Told(string template, TextContext context)
    {
        var model = SqlFunctions.Model();
        (model["v"], model["w"], model["n"], model["minus"], model["nan"]) = ("it's", "b", 5, -5, double.NaN);
        var found = new Diagnostics();
        PlanTemplate.Parse(template, new SourceText("quoting.md", template), found)?.Render(new RenderScope(model, found), context);
        return string.Join('\n', found.Select(d => d.Message));
    }

    private static string Code(string cell) => cell.Trim().Trim('`').Trim().Replace("\\|", "|", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| (?<not>`.*`) \| (?<but>`.*`) \|$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
