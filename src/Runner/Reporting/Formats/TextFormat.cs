using PlanRunner.Runner.Reporting.Documents;

namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>For a terminal or a log: in the order of the run, changes in full, the rest counted, one summary line at the end.</summary>
internal sealed class TextFormat : ReportFormat
{
    public override string Name => "text";

    public override string Write(Report report, FormatOptions options) => new Writer(options).Whole(report.Document);

    private sealed class Writer(FormatOptions options) : BlockWriter(Media.Terminal)
    {
        private const int MostItems = 3;
        private const int MostLines = 6;

        private readonly TerminalText text = new(options.Colour, options.Width);
        private int depth;
        private EntryMark? around;

        public string Whole(Document document)
        {
            text.Line(0, $"{document.FullTitle}{(document.Tag is { } tag ? $" ({tag})" : "")}", Ansi.Bold);
            depth = 1;
            Write((IEnumerable<Block>)document.Opening);
            Write(new Facts(document.Facts));
            depth = 0;
            text.Space();
            Write(document.Content);
            text.Space();
            Entries(document.Entries);
            text.Space();
            Legend(document);
            foreach (var note in document.Notes)
                text.Prose(0, note);
            text.Whole(document.Summary);
            return text.ToString();
        }

        protected override void Write(Sentences sentences)
        {
            // The legend says what the mark means.
            foreach (var sentence in sentences.Items.Of(Medium).Where(s => s.Text.Text.Length > 0 && s.Text.Text != around?.Meaning))
                text.Prose(depth, sentence.Text.Text);
        }

        protected override void Write(Paragraph paragraph) => text.Prose(depth, paragraph.Text.Text);

        protected override void Write(Facts facts)
        {
            foreach (var fact in facts.Items.Of(Medium))
            {
                text.Prose(depth, fact.Name.Length > 0 ? $"{fact.Name}: {fact.Value.Text}" : fact.Value.Text);
                if (fact.More is { } more)
                    text.Prose(depth + 1, more);
            }
        }

        protected override void Write(Outline outline)
        {
            text.Space();
            text.Prose(depth, outline.Title, Ansi.Bold);
            foreach (var (index, item) in outline.Items.Index())
            {
                text.Prose(depth + 1, $"{index + 1}. {item.Text}");
                foreach (var below in item.Below)
                    text.Prose(depth + 3, below);
            }
        }

        protected override void Write(Section section)
        {
            text.Space();
            text.Prose(depth, section.Title, Ansi.Bold);
            depth++;
            Write(section.Content);
            depth--;
        }

        protected override void Write(Code code)
        {
            if (code.Title is { } title)
                text.Prose(depth, $"{title}:");
            if (!code.IsRows)
            {
                text.Body(depth, "| ", Cut(code));
                return;
            }

            foreach (var line in code.Text.Split('\n'))
                text.Unfolded(depth, line);
        }

        // The rest is in every other format.
        private string Cut(Code code)
        {
            var lines = code.Text.ReplaceLineEndings("\n").Split('\n');
            return options.Full || !code.MayBeCut || lines.Length <= MostLines + 1
                ? code.Text
                : $"{string.Join('\n', lines.Take(MostLines))}\n… {lines.Length - MostLines} more lines: --full";
        }

        protected override void Write(Listing listing)
        {
            var items = listing.Items.Select(item => $"{item.Key}: {item.Value}").ToList();
            var shown =
                options.Full || items.Count <= MostItems ? items : [items[0], $"… {items.Count - 2} more statements: --full", items[^1]];
            foreach (var item in shown)
                text.Body(depth, "> ", item);
        }

        protected override void Write(Difference difference)
        {
            if (difference.Title is { } title)
                text.Prose(depth, $"{title}:");
            text.Diff(depth, difference.Diff);
        }

        protected override void Write(Notices notices)
        {
            foreach (var notice in notices.Items)
            {
                var style = Style(notice.Tone);
                text.Prose(depth, $"{notice.Weight} {notice.Id}: {notice.Message} ({notice.Place.Source.Path}:{notice.Place.Line})", style);
                if (notice.Rest is { } rest)
                    text.Prose(depth + 1, rest, Ansi.Dim);
            }
        }

        private bool IsCounted(Entry entry) => !options.Full && entry.IsQuiet;

        // Unchanged steps are only counted, at their place; those in a group in the group's line.
        private void Entries(IReadOnlyList<Entry> entries)
        {
            var unchanged = 0;
            foreach (var entry in entries.Of(Medium))
            {
                if (IsCounted(entry))
                {
                    unchanged += Leaves(entry);
                    continue;
                }

                Count(unchanged);
                unchanged = 0;
                Write(entry);
            }

            Count(unchanged);
        }

        private void Count(int unchanged)
        {
            if (unchanged > 0 && depth == 0)
                text.Line(0, $"= {unchanged} unchanged", Ansi.Dim);
        }

        private static int Leaves(Entry entry) => entry.SelfAndBelow.Count(inner => !inner.IsGroup);

        private void Write(Entry entry)
        {
            var title = entry.Title is { } told ? $"  {told}" : "";
            text.Prose(depth, $"{entry.Mark.Sign} {entry.Path}{title}{About(entry)}", Style(entry.Mark.Tone));
            depth += 2;
            around = entry.Mark;
            Write(entry.Content);
            around = null;
            depth--;
            Entries(entry.Entries);
            depth--;
        }

        private string About(Entry entry)
        {
            var unchanged = entry.IsGroup ? entry.Entries.Of(Medium).Where(IsCounted).Sum(Leaves) : 0;
            return unchanged > 0 ? $"  [{unchanged} unchanged]"
                : entry.What is { } what ? $"  [{what}]"
                : "";
        }

        // Only what is used, so that whoever reads one for the first time needs nothing else.
        private void Legend(Document document)
        {
            var shown = document.All.Where(entry => entry.IsIn(Medium) && !IsCounted(entry)).ToList();
            foreach (var mark in shown.Select(entry => entry.Mark).Distinct().OrderBy(mark => mark.Order))
                text.Line(0, $"{mark.Sign} {mark.Meaning}", Ansi.Dim);
            foreach (var label in shown.SelectMany(entry => entry.Labels).Distinct().Where(label => label.Promise is not null))
                text.Prose(0, $"{label.Word}: {label.Promise}", Ansi.Dim);
            text.Space();
        }

        private static string Style(Tone tone) =>
            tone switch
            {
                Tone.New => Ansi.Green,
                Tone.Changed => Ansi.Yellow,
                Tone.Alarm => Ansi.Red,
                Tone.Person => Ansi.Cyan,
                _ => Ansi.Dim,
            };
    }
}
