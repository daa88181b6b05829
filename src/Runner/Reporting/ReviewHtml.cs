using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>A review as one page: the plan as a graph, filters by mark, both sides of what changed.</summary>
internal sealed class ReviewHtml(Review review)
{
    private readonly StringBuilder html = new();

    public string Write()
    {
        var title = $"{(review.TakesBack ? "Undo of " : "")}{review.Plan} in {review.Environment}";
        HtmlPage.Begin(html, title);
        Head(title);
        html.Append(IsLarge(review) ? "<main class=\"large\">\n" : "<main>\n");
        Bar();
        Parts();
        html.Append("<h2>The plan</h2>\n").Append(new ReviewGraph(review).Write());
        html.Append("<h2 id=\"steps\">Steps, in the order they run</h2>\n");
        foreach (var step in review.Steps)
            Step(step);
        foreach (var removed in review.Removed)
            html.Append(
                $"<details class=\"step m-removed\" data-mark=\"removed\"><summary><span class=\"mark\">-</span> <code>{HtmlPage.Text(removed.Path)}</code></summary><div><p>{HtmlPage.Text(ReviewWords.Removed(removed))}</p></div></details>\n"
            );
        Legend();
        html.Append("</main>\n");
        HtmlPage.End(html, [.. ReviewWords.Notes(review), ReviewWords.Summary(review)]);
        return html.ToString();
    }

    /// <summary>More steps than a screen or two can hold.</summary>
    internal static bool IsLarge(Review review) => review.Leaves.Skip(120).Any();

    private void Head(string title)
    {
        html.Append($"<header>\n<h1>{HtmlPage.Text(title)}{(review.Protected ? " <small>protected</small>" : "")}</h1>\n");
        if (review.Description is { } description)
            html.Append($"<p class=\"lead\">{HtmlPage.Text(description.Trim())}</p>\n");
        html.Append("<dl class=\"facts\">\n");
        HtmlPage.Fact(html, "Fingerprint", review.Fingerprint);
        HtmlPage.Fact(html, "State", ReviewWords.LastRun(review.LastRun));
        foreach (var connection in review.Connections)
            HtmlPage.Fact(html, connection.Name, ReviewWords.Target(connection));
        if (review.Offline)
            HtmlPage.Fact(html, "Databases", "not asked: this shows the plan against the state alone");
        html.Append("</dl>\n");
        HtmlPage.Sentences(html, ReviewWords.Notes(review));
        html.Append("</header>\n");
    }

    private void Parts()
    {
        var parts = review.Parts;
        if (parts.Count == 0)
            return;
        html.Append("<h2>In short, in this order</h2>\n<ol>\n");
        foreach (var part in parts)
        {
            html.Append($"<li><a href=\"#{HtmlPage.Anchor(part.Step.Path)}\">{HtmlPage.Text(ReviewWords.Part(part))}</a>");
            HtmlPage.Sentences(html, part.Moments.Select(moment => ReviewWords.Moment(moment, part)));
            html.Append("</li>\n");
        }

        html.Append("</ol>\n");
    }

    private void Bar()
    {
        HtmlPage.Bar(html);
        foreach (
            var mark in review
                .Leaves.Select(s => s.Mark)
                .Concat(review.Removed.Select(_ => ChangeMark.Removed))
                .GroupBy(m => m)
                .OrderBy(g => g.Key)
        )
        {
            var name = ReviewWords.Name(mark.Key);
            // What does not change is there to be looked up, not to be read.
            var pressed = mark.Key is not ChangeMark.Unchanged || review.Leaves.All(s => s.IsQuiet);
            HtmlPage.Filter(
                html,
                name,
                name,
                ReviewWords.Mark(mark.Key),
                pressed,
                $"{mark.Count()} {ReviewWords.Short(mark.Key)}",
                ReviewWords.Meaning(mark.Key)
            );
        }

        HtmlPage.Tools(html);
    }

    private void Step(ReviewStep step)
    {
        if (!step.IsGroup)
        {
            Leaf(step);
            return;
        }

        html.Append(
            $"<section class=\"group m-{ReviewWords.Name(step.Mark)}\" id=\"{HtmlPage.Anchor(step.Path)}\">\n<h3><span class=\"mark\">{ReviewWords.Mark(step.Mark)}</span> <code>{HtmlPage.Text(step.Path.Value)}</code>{Title(step)}</h3>\n"
        );
        HtmlPage.Sentences(html, [step.Description?.Trim() ?? "", step.Reason, .. step.Facts]);
        foreach (var inner in step.Steps)
            Step(inner);
        html.Append("</section>\n");
    }

    private void Leaf(ReviewStep step)
    {
        var mark = ReviewWords.Name(step.Mark);
        var open =
            step.Diff is not null
            || step.Mark is ChangeMark.Attention or ChangeMark.Renamed
            || step.FailsNow
            || step.Findings.Any(f => f.Blocks);
        html.Append($"<details class=\"step m-{mark}\" data-mark=\"{mark}\" id=\"{HtmlPage.Anchor(step.Path)}\"{(open ? " open" : "")}>");
        html.Append(
            $"<summary><span class=\"mark\">{ReviewWords.Mark(step.Mark)}</span> <code>{HtmlPage.Text(step.Path.Value)}</code>{Title(step)} <span class=\"what\">{HtmlPage.Text(ReviewWords.What(step))}</span>{string.Concat(ReviewWords.Badges(step).Select(badge => $" <b>{HtmlPage.Text(badge)}</b>"))}</summary><div>\n"
        );
        HtmlPage.Sentences(html, ReviewWords.Sentences(step).Prepend(step.Description?.Trim() ?? ""));
        if (ReviewWords.FoundLines(step) is { } lines)
            html.Append($"<pre class=\"text\">{HtmlPage.Text(lines)}</pre>\n");
        Findings(step);
        if (step.Diff is { Added: > 0 } or { Removed: > 0 })
            HtmlPage.SideBySide(html, step.Diff, "What ran", "What would run");
        else
            html.Append($"<pre class=\"text\">{HtmlPage.Text(step.Text)}</pre>\n");
        if (step.Statements is { Count: > 0 } statements)
        {
            html.Append($"<h4>Its statements {step.Label}</h4>\n");
            html.Append($"<pre class=\"text\">{HtmlPage.Text(string.Join('\n', statements.Select(s => $"-- {s.Key}\n{s.Text}")))}</pre>\n");
        }

        foreach (var (name, told) in step.Terms)
            html.Append(
                told.Contains('\n', StringComparison.Ordinal)
                    ? $"<h4>{HtmlPage.Text(name)}</h4>\n<pre class=\"text\">{HtmlPage.Text(told)}</pre>\n"
                    : $"<p class=\"what\">{HtmlPage.Text(name)}: <code>{HtmlPage.Text(told)}</code></p>\n"
            );
        html.Append("</div></details>\n");
    }

    private void Findings(ReviewStep step)
    {
        if (step.Findings.Count == 0)
            return;
        html.Append("<ul class=\"findings\">");
        foreach (var found in step.Findings)
        {
            var weight = FindingWords.Weight(found);
            var rest = FindingWords.Rest(found) is { } more ? $"<br><span class=\"what\">{HtmlPage.Text(more)}</span>" : "";
            html.Append(
                $"<li class=\"f-{weight}\"><b>{FindingWords.WeightInWords(found)}</b> <code>{HtmlPage.Text(found.Finding.Rule.Id)}</code> {HtmlPage.Text(found.Finding.Message)} <span class=\"what\">{HtmlPage.Text(FindingWords.Place(found))}</span>{rest}</li>"
            );
        }

        html.Append("</ul>\n");
    }

    private static string Title(ReviewStep step) => step.Title == step.Id ? "" : " " + HtmlPage.Text(step.Title);

    private void Legend()
    {
        var labels = review
            .Leaves.SelectMany(ReviewWords.LabelsOf)
            .Distinct(StringComparer.Ordinal)
            .Where(ReviewWords.Labels.ContainsKey)
            .ToList();
        if (labels.Count == 0)
            return;
        html.Append("<h2>What the labels promise</h2>\n<dl class=\"facts\">\n");
        foreach (var label in labels)
            html.Append($"<dt>{HtmlPage.Text(label)}</dt><dd>{HtmlPage.Text(ReviewWords.Labels[label])}</dd>\n");
        html.Append("</dl>\n");
    }
}
