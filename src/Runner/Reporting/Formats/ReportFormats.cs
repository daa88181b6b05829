namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>Every format, the usual one first.</summary>
internal static class ReportFormats
{
    private static readonly ReportFormat[] All =
    [
        new TextFormat(),
        new JsonFormat(),
        new MarkdownFormat(),
        new AnnotationsFormat(),
        new HtmlFormat(),
    ];

    public static string[] Names { get; } = [.. All.Select(format => format.Name)];

    public static string Usual => Names[0];

    /// <summary>Writes a report to where results go.</summary>
    public static void Show(Output output, string name, Report report, FormatOptions options)
    {
        var format = Array.Find(All, format => format.Name == name)!;
        var text = format.Write(report, options with { Colour = output.ResultColour, Width = output.ResultWidth });
        if (format.IsCommands)
            output.Commands(text);
        else
            output.Result(text);
    }
}
