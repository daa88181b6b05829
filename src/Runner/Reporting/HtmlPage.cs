using System.Net;
using System.Security.Cryptography;
using System.Text;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// A page that asks for nothing outside of itself and is whole without its script; the security policy in it lets nothing else run.
/// Here is what the pages share: their head, sentences, filters and both sides of a text.
/// </summary>
internal static class HtmlPage
{
    private static readonly string Style = Resource("review.css");
    private static readonly string Script = Resource("review.js");

    public static string Text(string? text) => WebUtility.HtmlEncode(HiddenCharacters.Show(text ?? ""));

    /// <summary>The id of a step's part of the page.</summary>
    public static string Anchor(StepPath path) => "step-" + Uri.EscapeDataString(path.Value).Replace('%', '.');

    public static void Begin(StringBuilder html, string title)
    {
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append(
            $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{Hash(Style)}'; script-src 'sha256-{Hash(Script)}'; base-uri 'none'; form-action 'none'\">\n"
        );
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append(
            $"<title>{Text(title)}</title>\n<style>{Style}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#steps\">To the steps</a>\n"
        );
    }

    public static void End(StringBuilder html, IEnumerable<string> summary) =>
        html.Append(
            $"<footer>{string.Join("<br>", summary.Where(s => s.Length > 0).Select(Text))}</footer>\n<script>{Script}</script>\n</body>\n</html>\n"
        );

    public static void Fact(StringBuilder html, string name, string value) =>
        html.Append($"<dt>{Text(name)}</dt><dd><code>{Text(value)}</code></dd>\n");

    /// <summary>Begins the bar. It is hidden until the script runs, without which it could do nothing.</summary>
    public static void Bar(StringBuilder html) =>
        html.Append("<div class=\"bar\" role=\"group\" aria-label=\"Which steps are shown\" hidden>\n");

    /// <summary>A button that shows or hides the steps of one mark.</summary>
    public static void Filter(StringBuilder html, string name, string style, string mark, bool pressed, string label, string meaning) =>
        html.Append(
            $"<button type=\"button\" class=\"m-{style}\" data-mark=\"{name}\" aria-pressed=\"{(pressed ? "true" : "false")}\"{(meaning.Length == 0 ? "" : $" title=\"{Text(meaning)}\"")}><span class=\"mark\">{mark}</span> {Text(label)}</button>\n"
        );

    /// <summary>What stands in the bar behind its filters.</summary>
    public static void Tools(StringBuilder html)
    {
        html.Append("<span class=\"space\"></span><span id=\"shown\" class=\"what\" role=\"status\"></span>\n");
        html.Append("<input id=\"search\" type=\"search\" placeholder=\"Search (/)\" aria-label=\"Search in the steps\">\n");
        html.Append(
            "<button type=\"button\" id=\"open\">Open all</button><button type=\"button\" id=\"close\">Close all</button><button type=\"button\" id=\"theme\">Light or dark</button>\n</div>\n"
        );
    }

    public static void Sentences(StringBuilder html, IEnumerable<string> sentences)
    {
        var said = sentences.Where(s => s.Length > 0).ToList();
        if (said.Count > 0)
            html.Append("<ul class=\"sentences\">").Append(string.Concat(said.Select(s => $"<li>{Text(s)}</li>"))).Append("</ul>\n");
    }

    /// <summary>Both sides of a diff, the changed words marked.</summary>
    public static void SideBySide(StringBuilder html, TextDiff diff, string before, string now)
    {
        html.Append(
            $"<table class=\"diff\"><colgroup><col class=\"n\"><col><col class=\"n\"><col></colgroup>\n<thead><tr><th colspan=\"2\">{Text(before)}</th><th colspan=\"2\">{Text(now)}</th></tr></thead>\n<tbody>\n"
        );
        var lines = diff.Lines;
        for (var i = 0; i < lines.Count; )
        {
            if (lines[i].Side == DiffSide.Both)
            {
                Row(html, lines[i], lines[i]);
                i++;
                continue;
            }

            var old = lines.Skip(i).TakeWhile(l => l.Side == DiffSide.Before).ToList();
            var fresh = lines.Skip(i + old.Count).TakeWhile(l => l.Side == DiffSide.Now).ToList();
            for (var row = 0; row < Math.Max(old.Count, fresh.Count); row++)
                Row(html, old.ElementAtOrDefault(row), fresh.ElementAtOrDefault(row));
            i += old.Count + fresh.Count;
        }

        html.Append("</tbody></table>\n");
    }

    private static void Row(StringBuilder html, DiffLine? before, DiffLine? now)
    {
        html.Append(before == now ? "<tr class=\"same\">" : "<tr>");
        Cell(html, before, before?.Before, "before");
        Cell(html, now, now?.Now, "now");
        html.Append("</tr>\n");
    }

    private static void Cell(StringBuilder html, DiffLine? line, int? number, string side)
    {
        var kind = line switch
        {
            null => "none",
            { Side: DiffSide.Both } => "",
            _ => side,
        };
        html.Append($"<td class=\"{$"n {kind}".TrimEnd()}\">{number}</td><td{(kind.Length == 0 ? "" : $" class=\"{kind}\"")}>");
        foreach (var piece in line?.Pieces ?? [])
            html.Append(piece.Changed ? $"<mark>{Text(piece.Text)}</mark>" : Text(piece.Text));
        html.Append("</td>");
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var stream =
            typeof(HtmlPage).Assembly.GetManifestResourceStream("page/" + name)
            ?? throw new InvalidOperationException($"the page's {name} was not built in");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // The browser hashes what it parsed, with its line breaks made \n.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
