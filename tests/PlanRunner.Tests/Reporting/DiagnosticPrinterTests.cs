using PlanRunner.Runner.Reporting;
using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Reporting;

public sealed class DiagnosticPrinterTests
{
    [Fact]
    public void Every_form_of_a_diagnostic()
    {
        var source = new SourceText(
            "/work/here/plan.yaml",
            "steps:\n\t- id:\tload\n漢字 = 'é😀' mistake\n"
                + new string('a', 300)
                + " wrong "
                + new string('b', 300)
                + "\n\ncontrol \u001b[31m red\n"
        );
        var elsewhere = new SourceText("/elsewhere/plan.yaml", "x");
        var diagnostics = new Diagnostics();
        diagnostics.Error("PR3060", "plan \"a\" has no environment \"prod\"", null, "did you mean \"production\"?");
        diagnostics.Error(
            "PR3002",
            "step \"load\" needs \"create-table\", which is not defined",
            new Place(source, 2, 8, 4),
            "name a step above"
        );
        diagnostics.Warning("PR4002", "behind wide characters", new Place(source, 3, 12, 7));
        diagnostics.Error("PR4003", "in a long line", new Place(source, 4, 302, 5));
        diagnostics.Error("PR4004", "at the end of a long line", new Place(source, 4, 608, 1));
        diagnostics.Error("PR4005", "in an empty line", new Place(source, 5, 1, 1));
        diagnostics.Error("PR4006", "a terminal must not act on it", new Place(source, 6, 15, 3));
        diagnostics.Error("PR1001", "in a file elsewhere", new Place(elsewhere, 1, 1, 50), "two lines\nof help");
        diagnostics.Add(Diagnostic.Error("PR6001", "with a table", new Place(source, 1, 1, 5)) with { Detail = "a | b\n--+--\n1 | 2\n" });
        Snapshot.Verify(string.Join('\n', new DiagnosticPrinter("/work/here").Print(diagnostics)));
    }

    [Fact]
    public void What_a_terminal_would_act_upon_is_shown_as_a_mark_wherever_it_stands()
    {
        var diagnostic = Diagnostic.Error(
            "PR2001",
            "unknown key \"\u001b[2Ja\tb\u009b\"\nmore",
            new Place(new SourceText("a\u001b.yaml", "x"), 1, 1),
            "did\u0007 you\nmean"
        ) with
        {
            Detail = "a\u0008",
        };
        Assert.Equal(
            [
                "a\uFFFD.yaml:1:1: error PR2001: unknown key \"\uFFFD[2Ja    b\uFFFD\"\n    more",
                "  1 | x",
                "    | ^",
                "  a\uFFFD",
                "  help: did\uFFFD you\n        mean",
            ],
            new DiagnosticPrinter("/").Print(diagnostic)
        );
    }

    [Fact]
    public void Nothing_prints_nothing() => Assert.Empty(new DiagnosticPrinter("/").Print(new Diagnostics()));

    [Theory]
    [InlineData(1, 0, "1 error")]
    [InlineData(2, 1, "2 errors, 1 warning")]
    [InlineData(0, 3, "3 warnings")]
    public void They_are_counted(int errors, int warnings, string said) => Assert.Equal(said, DiagnosticPrinter.Count(errors, warnings));
}
