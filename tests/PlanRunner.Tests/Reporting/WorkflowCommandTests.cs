using PlanRunner.Runner.Reporting;
using Xunit;

namespace PlanRunner.Tests.Reporting;

/// <summary>What a plan's author writes cannot speak to the workflow in whose log it is shown.</summary>
public sealed class WorkflowCommandTests
{
    [Theory]
    [InlineData("  Makes room\n  ::error file=a::wrong", "  Makes room\n  \\::error file=a::wrong")]
    [InlineData("::stop-commands::x", "\\::stop-commands::x")]
    [InlineData("\t\u00A0::add-mask::x", "\t\u00A0\\::add-mask::x")]
    [InlineData("say ##[error]wrong", "say ##\\[error]wrong")]
    [InlineData("SELECT a::int", "SELECT a::int")]
    [InlineData("  | ::int", "  | ::int")]
    public void A_line_that_would_be_a_command_is_none(string text, string shown)
    {
        var results = new StringWriter();
        var errors = new StringWriter();
        var output = new Output(results, errors, colour: false, terminal: false, quiet: false, verbose: false);
        output.Result(text);
        output.Error(text);
        Assert.Equal(shown + "\n", results.ToString());
        Assert.Equal(
            shown.Replace("\t", "", StringComparison.Ordinal).Trim(),
            errors.ToString().Replace("\t", "", StringComparison.Ordinal).Trim()
        );
    }
}
