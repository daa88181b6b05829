using PlanRunner.Runner.Reporting.Formats;
using Xunit;

namespace PlanRunner.Tests.Reporting;

/// <summary>A format is one file and one line.</summary>
public sealed class ReportFormatTests
{
    [Fact]
    public void Every_format_is_in_the_list_under_a_name_of_its_own()
    {
        var written = typeof(ReportFormat)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ReportFormat)))
            .Select(type => ((ReportFormat)Activator.CreateInstance(type)!).Name)
            .ToList();
        Assert.Equal(written.Order(StringComparer.Ordinal), ReportFormats.Names.Order(StringComparer.Ordinal));
        Assert.Equal(written.Count, written.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("text", ReportFormats.Usual);
    }
}
