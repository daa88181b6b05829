using System.Net;
using System.Security.Cryptography;
using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// A review as one page that asks for nothing outside of itself: the plan as a graph, filters by mark, both sides of what changed. It
/// is whole without its script; the security policy in it lets nothing else run.
/// </summary>
public sealed class ReviewHtml(Review review)
{
    private static readonly string Style = Resource("review.css");
    private static readonly string Script = Resource("review.js");

    private readonly StringBuilder html = new();

    public string Write()
    {
        var title = $"{review.Plan} in {review.Environment}";
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{Hash(Style)}'; script-src 'sha256-{Hash(Script)}'; base-uri 'none'; form-action 'none'\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append($"<title>{Text(title)}</title>\n<style>{Style}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#steps\">To the steps</a>\n");
        Head(title);
        html.Append(IsLarge(review) ? "<main class=\"large\">\n" : "<main>\n");
        Bar();
        html.Append("<h2>The plan</h2>\n").Append(new ReviewGraph(review).Write());
        html.Append("<h2 id=\"steps\">Steps, in the order they run</h2>\n");
        foreach (var step in review.Steps)
            Step(step);
        foreach (var removed in review.Removed)
            html.Append($"<details class=\"step m-removed\" data-mark=\"removed\"><summary><span class=\"mark\">-</span> <code>{Text(removed.Path)}</code></summary><div><p>{Text(ReviewWords.Removed(removed))}</p></div></details>\n");
        Legend();
        html.Append("</main>\n");
        html.Append($"<footer>{Text(ReviewWords.Summary(review.Counts, review.Fingerprint))}</footer>\n<script>{Script}</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    /// <summary>More steps than a screen or two can hold.</summary>
    internal static bool IsLarge(Review review) => review.Leaves.Skip(120).Any();

    /// <summary>The id of a step's part of the page.</summary>
    internal static string Anchor(ReviewStep step) => "step-" + Uri.EscapeDataString(step.Path.Value).Replace('%', '.');

    internal static string Text(string? text) => WebUtility.HtmlEncode(HiddenCharacters.Show(text ?? ""));

    private void Head(string title)
    {
        html.Append($"<header>\n<h1>{Text(title)}{(review.Protected ? " <small>protected</small>" : "")}</h1>\n");
        if (review.Description is { } description)
            html.Append($"<p class=\"lead\">{Text(description.Trim())}</p>\n");
        html.Append("<dl class=\"facts\">\n");
        Fact("Fingerprint", review.Fingerprint);
        Fact("State", ReviewWords.LastRun(review));
        foreach (var connection in review.Connections)
            Fact(connection.Name, ReviewWords.Target(connection));
        if (review.Offline)
            Fact("Databases", "not asked: this shows the plan against the state alone");
        html.Append("</dl>\n</header>\n");
    }

    private void Fact(string name, string value) => html.Append($"<dt>{Text(name)}</dt><dd><code>{Text(value)}</code></dd>\n");

    // Hidden until the script runs, without which it could do nothing.
    private void Bar()
    {
        html.Append("<div class=\"bar\" role=\"group\" aria-label=\"Which steps are shown\" hidden>\n");
        foreach (var mark in review.Leaves.Select(s => s.Mark).Concat(review.Removed.Select(_ => ChangeMark.Removed)).GroupBy(m => m).OrderBy(g => g.Key))
        {
            var name = ReviewWords.Name(mark.Key);
            // What does not change is there to be looked up, not to be read.
            var pressed = mark.Key is not ChangeMark.Unchanged || review.Leaves.All(s => s.IsQuiet);
            html.Append($"<button type=\"button\" class=\"m-{name}\" data-mark=\"{name}\" aria-pressed=\"{(pressed ? "true" : "false")}\" title=\"{Text(ReviewWords.Meaning(mark.Key))}\"><span class=\"mark\">{ReviewWords.Mark(mark.Key)}</span> {mark.Count()} {Text(ReviewWords.Short(mark.Key))}</button>\n");
        }

        html.Append("<span class=\"space\"></span><span id=\"shown\" class=\"what\" role=\"status\"></span>\n");
        html.Append("<input id=\"search\" type=\"search\" placeholder=\"Search (/)\" aria-label=\"Search in the steps\">\n");
        html.Append("<button type=\"button\" id=\"open\">Open all</button><button type=\"button\" id=\"close\">Close all</button><button type=\"button\" id=\"theme\">Light or dark</button>\n</div>\n");
    }

    private void Step(ReviewStep step)
    {
        if (!step.IsGroup)
        {
            Leaf(step);
            return;
        }

        html.Append($"<section class=\"group m-{ReviewWords.Name(step.Mark)}\" id=\"{Anchor(step)}\">\n<h3><span class=\"mark\">{ReviewWords.Mark(step.Mark)}</span> <code>{Text(step.Path.Value)}</code>{Title(step)}</h3>\n");
        Sentences([step.Description?.Trim() ?? "", step.Reason, .. step.Facts]);
        foreach (var inner in step.Steps)
            Step(inner);
        html.Append("</section>\n");
    }

    private void Leaf(ReviewStep step)
    {
        var mark = ReviewWords.Name(step.Mark);
        var open = step.Diff is not null || step.Mark is ChangeMark.Attention;
        html.Append($"<details class=\"step m-{mark}\" data-mark=\"{mark}\" id=\"{Anchor(step)}\"{(open ? " open" : "")}>");
        html.Append($"<summary><span class=\"mark\">{ReviewWords.Mark(step.Mark)}</span> <code>{Text(step.Path.Value)}</code>{Title(step)} <span class=\"what\">{Text(ReviewWords.What(step))}</span></summary><div>\n");
        Sentences([step.Description?.Trim() ?? "", step.Reason, .. step.Facts, step.Found ?? "", ReviewWords.Difference(step) ?? ""]);
        if (step.Diff is { Added: > 0 } or { Removed: > 0 })
            SideBySide(step.Diff);
        else
            html.Append($"<pre class=\"text\">{Text(step.Text)}</pre>\n");
        if (step.Statements is { Count: > 0 } statements)
        {
            html.Append("<h4>Its statements as of now</h4>\n");
            html.Append($"<pre class=\"text\">{Text(string.Join('\n', statements.Select(s => $"-- {s.Key}\n{s.Text}")))}</pre>\n");
        }

        if (step.Undo is { } undo)
            html.Append($"<h4>What takes it back</h4>\n<pre class=\"text\">{Text(undo)}</pre>\n");
        html.Append("</div></details>\n");
    }

    private static string Title(ReviewStep step) => step.Title == step.Id ? "" : " " + Text(step.Title);

    private void Sentences(IEnumerable<string> sentences)
    {
        var said = sentences.Where(s => s.Length > 0).ToList();
        if (said.Count > 0)
            html.Append("<ul class=\"sentences\">").Append(string.Concat(said.Select(s => $"<li>{Text(s)}</li>"))).Append("</ul>\n");
    }

    private void SideBySide(TextDiff diff)
    {
        html.Append("<table class=\"diff\"><colgroup><col class=\"n\"><col><col class=\"n\"><col></colgroup>\n<thead><tr><th colspan=\"2\">What ran</th><th colspan=\"2\">What would run</th></tr></thead>\n<tbody>\n");
        var lines = diff.Lines;
        for (var i = 0; i < lines.Count;)
        {
            if (lines[i].Side == DiffSide.Both)
            {
                Row(lines[i], lines[i]);
                i++;
                continue;
            }

            var before = lines.Skip(i).TakeWhile(l => l.Side == DiffSide.Before).ToList();
            var now = lines.Skip(i + before.Count).TakeWhile(l => l.Side == DiffSide.Now).ToList();
            for (var row = 0; row < Math.Max(before.Count, now.Count); row++)
                Row(before.ElementAtOrDefault(row), now.ElementAtOrDefault(row));
            i += before.Count + now.Count;
        }

        html.Append("</tbody></table>\n");
    }

    private void Row(DiffLine? before, DiffLine? now)
    {
        html.Append(before == now ? "<tr class=\"same\">" : "<tr>");
        Cell(before, before?.Before, "before");
        Cell(now, now?.Now, "now");
        html.Append("</tr>\n");
    }

    private void Cell(DiffLine? line, int? number, string side)
    {
        var kind = line switch { null => "none", { Side: DiffSide.Both } => "", _ => side };
        html.Append($"<td class=\"{$"n {kind}".TrimEnd()}\">{number}</td><td{(kind.Length == 0 ? "" : $" class=\"{kind}\"")}>");
        foreach (var piece in line?.Pieces ?? [])
            html.Append(piece.Changed ? $"<mark>{Text(piece.Text)}</mark>" : Text(piece.Text));
        html.Append("</td>");
    }

    private void Legend()
    {
        var labels = review.Leaves.Select(s => s.Label).Distinct(StringComparer.Ordinal).Where(ReviewWords.Labels.ContainsKey).ToList();
        if (labels.Count == 0)
            return;
        html.Append("<h2>What the labels promise</h2>\n<dl class=\"facts\">\n");
        foreach (var label in labels)
            html.Append($"<dt>{Text(label)}</dt><dd>{Text(ReviewWords.Labels[label])}</dd>\n");
        html.Append("</dl>\n");
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var stream = typeof(ReviewHtml).Assembly.GetManifestResourceStream("page/" + name)
            ?? throw new InvalidOperationException($"the page's {name} was not built in");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // The browser hashes what it parsed, with its line breaks made \n.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
