using System.Text;
using PlanRunner.Runner.Reporting.Documents;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>
/// For GitHub Actions: annotations, which are shown at the plan's lines in a pull request. Of each level only ten are shown for a step of
/// a workflow, so the gravest go first.
/// </summary>
internal sealed class AnnotationsFormat : ReportFormat
{
    public override string Name => "github";

    public override bool IsCommands => true;

    public override string Write(Report report, FormatOptions options)
    {
        var document = report.Document;
        var text = new StringBuilder();
        foreach (var section in document.Content.OfType<Section>())
            Add(text, section.Level, section.Place, document.Title, Lines(section.Content));
        foreach (var notice in Notices(document).OrderByDescending(notice => notice.Level))
            Add(text, notice.Level, notice.Place, notice.Alone, [notice.Message, notice.Rest ?? ""]);
        foreach (var entry in document.All.Of(Media.Annotations).OrderBy(entry => entry.Rank))
            Add(text, entry.Level, entry.Place, entry.Alone, [.. Lines(entry.Content), entry.What ?? ""]);
        foreach (var line in document.Notes.Append(document.Summary))
            text.Append(WorkflowCommand.Harmless(line)).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<Notice> Notices(Document document) =>
        document.All.SelectMany(entry => entry.Content.OfType<Notices>()).SelectMany(notices => notices.Items);

    private static List<string> Lines(IReadOnlyList<Block> content) => new Writer().Lines(content);

    private static void Add(StringBuilder text, AnnotationLevel? level, Place? place, string title, IEnumerable<string> lines)
    {
        if (level is { } known && place is { } at)
            text.Append(WorkflowCommand.Annotation(known.ToString().ToLowerInvariant(), at, title, lines));
    }

    private sealed class Writer() : BlockWriter(Media.Annotations)
    {
        private readonly List<string> lines = [];

        public List<string> Lines(IReadOnlyList<Block> content)
        {
            Write(content);
            return lines;
        }

        protected override void Write(Sentences sentences) =>
            lines.AddRange(sentences.Items.Of(Medium).Select(sentence => sentence.Text.Text));

        protected override void Write(Paragraph paragraph) => lines.Add(paragraph.Text.Text);

        protected override void Write(Facts facts) =>
            lines.AddRange(facts.Items.Of(Medium).Select(fact => $"{fact.Name}: {fact.Value.Text}"));

        protected override void Write(Outline outline) => lines.AddRange(outline.Items.Select(item => item.Text));

        protected override void Write(Section section) => Write(section.Content);

        protected override void Write(Code code) => lines.Add(code.Text);

        protected override void Write(Listing listing) => lines.AddRange(listing.Items.Select(item => $"{item.Key}: {item.Value}"));

        protected override void Write(Difference difference) =>
            lines.AddRange(
                difference
                    .Diff.Lines.Where(line => line.Side != DiffSide.Both)
                    .Select(line => $"{(line.Side == DiffSide.Before ? "-" : "+")} {line.Text}")
            );

        // Each is an annotation of its own.
        protected override void Write(Notices notices) { }
    }
}
