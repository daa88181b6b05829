using System.Net;
using System.Text;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>
/// As one page, from the templates in <c>Page</c>: the plan as a picture, filters by mark, both sides of what changed. The engine says
/// what the templates say from what they are given, and whatever they are given is escaped here: no template can forget to.
/// </summary>
internal sealed class HtmlFormat : ReportFormat
{
    private static readonly Lazy<Template> Page = new(() =>
        Template.Parse(HtmlAssets.Text("page.html")).Template ?? throw new InvalidOperationException("the page's template is wrong")
    );

    public override string Name => "html";

    public override string Write(Report report, FormatOptions options)
    {
        var render = Page.Value.Render(
            HtmlModel.Of(report.Document),
            new TemplateOptions
            {
                Include = name => HtmlAssets.Text(name + ".html"),
                // Ours, not a plan's: as large as the plan is.
                LoopLimit = int.MaxValue,
                OutputLimit = int.MaxValue,
            }
        );
        return render.Errors is [var error, ..]
            ? throw new InvalidOperationException($"{error.Source ?? "page"}: {error.Message}")
            : render.Segments.Aggregate(new StringBuilder(), (html, piece) => html.Append(Escaped(piece))).ToString();
    }

    private static string Escaped(Segment piece) =>
        piece.Form == TextForm.Trusted ? piece.Text : WebUtility.HtmlEncode(HiddenCharacters.Show(piece.Text));
}
