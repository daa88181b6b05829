using PlanRunner.Runner.Reporting.Formats;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Tests.Reviewing;

/// <summary>A review or a comparison in each format.</summary>
internal static class Formatted
{
    public static string Text(Review review, bool full = false, bool colour = false, int? width = null) =>
        new TextFormat().Write(Report.Of(review), Options(full, colour, width));

    public static string Text(Comparison comparison, bool full = false, bool colour = false, int? width = null) =>
        new TextFormat().Write(Report.Of(comparison), Options(full, colour, width));

    public static string Markdown(Review review, string again = "") =>
        new MarkdownFormat().Write(Report.Of(review), new FormatOptions { Again = again });

    public static string Markdown(Comparison comparison, string again = "") =>
        new MarkdownFormat().Write(Report.Of(comparison), new FormatOptions { Again = again });

    public static string Annotations(Review review) => new AnnotationsFormat().Write(Report.Of(review), new FormatOptions());

    public static string Annotations(Comparison comparison) => new AnnotationsFormat().Write(Report.Of(comparison), new FormatOptions());

    public static string Html(Review review) => new HtmlFormat().Write(Report.Of(review), new FormatOptions());

    public static string Html(Comparison comparison) => new HtmlFormat().Write(Report.Of(comparison), new FormatOptions());

    private static FormatOptions Options(bool full, bool colour, int? width) =>
        new()
        {
            Full = full,
            Colour = colour,
            Width = width,
        };
}
