using System.Text;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>A comparison as one page: what ran, what the environments say, and both sides of every step that differs.</summary>
internal sealed class ComparisonHtml(Comparison comparison)
{
    private readonly StringBuilder html = new();
    private readonly ComparisonWords words = new(comparison);

    public string Write()
    {
        HtmlPage.Begin(html, words.Title);
        Head();
        html.Append("<main>\n");
        Bar();
        html.Append("<h2>What ran</h2>\n");
        HtmlPage.Sentences(html, words.Ran(int.MaxValue - 1));
        Values("Environments", comparison.Facts, _ => "");
        Values("Variables", comparison.Variables, ComparisonWords.Reach);
        Values("Settings", comparison.Settings, ComparisonWords.Under);
        if (comparison.Items.Count > 0)
            html.Append("<h2>Items</h2>\n");
        HtmlPage.Sentences(html, comparison.Items.Select(words.Items));
        html.Append("<h2 id=\"steps\">Steps, in the order they run</h2>\n");
        foreach (var step in comparison.Steps.Where(step => step.Kind is not null || !step.IsQuiet))
            Step(step);
        html.Append("</main>\n");
        HtmlPage.End(html, [words.Summary]);
        return html.ToString();
    }

    private void Head()
    {
        html.Append($"<header>\n<h1>{HtmlPage.Text(words.Title)}</h1>\n");
        if (comparison.Description is { } description)
            html.Append($"<p class=\"lead\">{HtmlPage.Text(description.Trim())}</p>\n");
        html.Append("<dl class=\"facts\">\n");
        foreach (var environment in new[] { comparison.First, comparison.Second })
            HtmlPage.Fact(html, environment.Name, ComparisonWords.State(environment));
        if (words.Secrets is { } secrets)
            HtmlPage.Fact(html, "Secrets", secrets);
        html.Append("</dl>\n</header>\n");
    }

    private void Bar()
    {
        HtmlPage.Bar(html);
        var shown = comparison.Steps.Where(step => step.Kind is not null || !step.IsQuiet).ToList();
        foreach (var mark in shown.GroupBy(step => step.Mark).OrderBy(group => group.Key))
        {
            // What is the same is there to be looked up, not to be read.
            var pressed = !mark.First().IsQuiet || shown.TrueForAll(step => step.IsQuiet);
            HtmlPage.Filter(
                html,
                ComparisonJson.Name(mark.Key),
                Style(mark.Key),
                ComparisonWords.Mark(mark.Key),
                pressed,
                $"{mark.Count()} {words.Meaning(mark.Key)}",
                ""
            );
        }

        HtmlPage.Tools(html);
    }

    private void Values(string title, IReadOnlyList<ComparedValue> values, Func<ComparedValue, string> about)
    {
        if (values.Count == 0)
            return;
        html.Append($"<h2>{title}</h2>\n<dl class=\"facts\">\n");
        foreach (var value in values)
        {
            html.Append(
                $"<dt>{HtmlPage.Text(value.Name)}</dt><dd><code>{HtmlPage.Text(value.First ?? "none")}</code> in {HtmlPage.Text(comparison.First.Name)}, <code>{HtmlPage.Text(value.Second ?? "none")}</code> in {HtmlPage.Text(comparison.Second.Name)}"
            );
            html.Append(about(value) is { Length: > 0 } more ? $" <span class=\"what\">{HtmlPage.Text(more)}</span></dd>\n" : "</dd>\n");
        }

        html.Append("</dl>\n");
    }

    private void Step(ComparedStep step)
    {
        var open = step.Mark == ComparisonMark.Differs;
        html.Append(
            $"<details class=\"step m-{Style(step.Mark)}\" data-mark=\"{ComparisonJson.Name(step.Mark)}\" id=\"{HtmlPage.Anchor(step.Path)}\"{(open ? " open" : "")}>"
        );
        html.Append(
            $"<summary><span class=\"mark\">{ComparisonWords.Mark(step.Mark)}</span> <code>{HtmlPage.Text(step.Path.Value)}</code>{(step.Title == step.Id ? "" : " " + HtmlPage.Text(step.Title))} <span class=\"what\">{HtmlPage.Text($"{ComparisonWords.What(step)} · {words.Meaning(step.Mark)}")}</span></summary><div>\n"
        );
        HtmlPage.Sentences(html, words.About(step));
        foreach (var text in step.Texts)
        {
            if (text.Name != ComparedText.Body)
                html.Append($"<h4>{HtmlPage.Text(text.Name)}</h4>\n");
            HtmlPage.SideBySide(html, text.Diff, comparison.First.Name, comparison.Second.Name);
        }

        if (!step.Texts.Any(text => text.Name == ComparedText.Body) && step.Text is { } body)
            html.Append($"<pre class=\"text\">{HtmlPage.Text(body)}</pre>\n");
        html.Append("</div></details>\n");
    }

    // The colours that a review has for what is most like it.
    private static string Style(ComparisonMark mark) =>
        mark switch
        {
            ComparisonMark.Differs => "changed",
            ComparisonMark.OnlyFirst => "removed",
            ComparisonMark.OnlySecond => "run",
            ComparisonMark.Same => "unchanged",
            _ => "skipped",
        };
}
