namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>For programs.</summary>
internal sealed class JsonFormat : ReportFormat
{
    public override string Name => "json";

    public override string Write(Report report, FormatOptions options) => report.Json();
}
