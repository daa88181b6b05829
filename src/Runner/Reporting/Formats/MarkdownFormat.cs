using System.Text;
using PlanRunner.Runner.Reporting.Documents;

namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>
/// For a comment of a pull request: what changes, one collapsed part a step, within the size that hosts take, and a hidden first line
/// by which the same comment is found and replaced.
/// </summary>
internal sealed class MarkdownFormat : ReportFormat
{
    public override string Name => "markdown";

    public override string Write(Report report, FormatOptions options)
    {
        var document = report.Document;
        var notes = string.Concat(document.Notes.Select(note => $"\n{MarkdownText.Prose(note)}\n"));
        var entries = document.All.Where(entry => !entry.IsGroup && entry.IsIn(Media.Comment));
        return MarkdownText.Fitted(
            new Writer().Head(document),
            entries,
            entry => new Writer().Part(entry),
            $"{notes}\n{document.Summary}\n",
            Brief,
            entry => entry.Rank,
            options.Again
        );
    }

    // Where there is no room for the text of every step, its line is there all the same.
    private static string Brief(Entry entry)
    {
        var title = entry.Title is { } told ? $" {MarkdownText.Prose(told)}" : "";
        var badges = string.Concat(entry.Badges.Select(badge => $" <b>{MarkdownText.Prose(badge)}</b>"));
        return $"{MarkdownText.Code(entry.Mark.Sign)} {MarkdownText.Code(entry.Path)}{title}{badges}<br>\n";
    }

    private sealed class Writer() : BlockWriter(Media.Comment)
    {
        private const int MostParts = 30;

        // Of one section: entries come behind them, and must have room.
        private const int LongestSection = 5_000;

        private readonly StringBuilder text = new();

        // The last line was an item of a list, which a blank line ends.
        private bool inList;

        public string Head(Document document)
        {
            text.Append($"<!-- planrunner {document.Subject} -->\n");
            text.Append($"### {MarkdownText.Prose(document.Title)}{(document.Tag is { } tag ? $" ({tag})" : "")}\n\n");
            Write((IEnumerable<Block>)document.Opening);
            foreach (var note in document.Notes)
                text.Append($"**{MarkdownText.Prose(note)}**\n\n");
            Write(new Facts(document.Facts));
            Write(document.Content);
            EndList();
            return text.ToString();
        }

        public string Part(Entry entry)
        {
            text.Append($"<details{(entry.IsRefused ? " open" : "")}><summary>{Summary(entry)}</summary>\n\n");
            Write(entry.Content);
            EndList();
            return text.Append("</details>\n").ToString();
        }

        // Within this tag there is no Markdown.
        private static string Summary(Entry entry)
        {
            var title = entry.Title is { } told ? $" {MarkdownText.Html(told)}" : "";
            var what = entry.WhatAndAside is { } more ? $" <sub>{MarkdownText.Html(more)}</sub>" : "";
            var badges = string.Concat(entry.Badges.Select(badge => $" <b>{MarkdownText.Html(badge)}</b>"));
            return $"<code>{MarkdownText.Html(entry.Mark.Sign)}</code> <code>{MarkdownText.Html(entry.Path)}</code>{title}{what}{badges}";
        }

        protected override void Write(Sentences sentences)
        {
            foreach (var sentence in sentences.Items.Of(Medium).Where(sentence => sentence.Text.Text.Length > 0))
                Item($"- {Of(sentence.Text)}\n");
        }

        protected override void Write(Paragraph paragraph)
        {
            EndList();
            text.Append($"{Of(paragraph.Text)}\n\n");
        }

        protected override void Write(Facts facts)
        {
            foreach (var fact in facts.Items.Of(Medium))
                Item(Line(fact));
        }

        protected override void Write(Outline outline)
        {
            foreach (var (index, item) in outline.Items.Take(MostParts).Index())
            {
                Item($"{index + 1}. {MarkdownText.Prose(item.Text)}\n");
                foreach (var below in item.Below)
                    Item($"   - {MarkdownText.Prose(below)}\n");
            }

            if (outline.Items.Count > MostParts)
                text.Append($"\n… and {outline.Items.Count - MostParts} more\n");
        }

        protected override void Write(Section section)
        {
            EndList();
            text.Append($"**{section.Title}**\n\n");
            var inner = new Writer();
            inner.Write(section.Content);
            Fitted(inner.text.ToString());
            text.Append('\n');
        }

        // Complete lines only: the rest is counted.
        private void Fitted(string lines)
        {
            var room = LongestSection;
            var left = 0;
            foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length + 1 > room)
                {
                    left++;
                    continue;
                }

                room -= line.Length + 1;
                text.Append(line).Append('\n');
            }

            if (left > 0)
                text.Append($"- … and {left} more\n");
        }

        protected override void Write(Code code) => Fenced(code.Title, code.Language, code.Text);

        protected override void Write(Listing listing) =>
            Fenced(null, listing.Language, string.Join('\n', listing.Items.Select(item => $"-- {item.Key}\n{item.Value}")));

        protected override void Write(Difference difference) => Fenced(difference.Title, "diff", MarkdownText.Unified(difference.Diff));

        protected override void Write(Notices notices)
        {
            foreach (var notice in notices.Items)
            {
                var place = MarkdownText.Code($"{notice.Place.Source.Path}:{notice.Place.Line}");
                var rest = notice.Rest is { } told ? $"<br>{MarkdownText.Prose(told)}" : "";
                Item($"- **{notice.WeightInWords}** {MarkdownText.Code(notice.Id)} {MarkdownText.Prose(notice.Message)} ({place}){rest}\n");
            }
        }

        private static string Line(Fact fact) =>
            (fact.Name.Length > 0 ? $"- {MarkdownText.Prose(fact.Name)}: " : "- ")
            + Of(fact.Value)
            + (fact.More is { } more ? $"; {MarkdownText.Prose(more)}\n" : "\n");

        private static string Of(Inline inline) =>
            string.Concat(
                inline.Spans.Select(span =>
                    span.Style switch
                    {
                        SpanStyle.Code => MarkdownText.Code(span.Text),
                        SpanStyle.Strong => $"**{MarkdownText.Prose(span.Text)}**",
                        _ => MarkdownText.Prose(span.Text),
                    }
                )
            );

        private void Fenced(string? title, string language, string body)
        {
            EndList();
            if (title is not null)
                text.Append($"{MarkdownText.Prose(title)}:\n\n");
            text.Append(MarkdownText.Fenced(language, body));
        }

        private void Item(string line)
        {
            text.Append(line);
            inList = true;
        }

        private void EndList()
        {
            if (inList)
                text.Append('\n');
            inList = false;
        }
    }
}
