using PlanRunner.Runner.Reporting.Documents;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Templating;
using static PlanRunner.Runner.Reporting.Formats.HtmlModel;

namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>Blocks as the templates read them, each with the name of its template.</summary>
internal sealed class HtmlBlocks() : BlockWriter(Media.Page)
{
    private readonly TemplateArray blocks = [];

    public TemplateArray Of(IEnumerable<Block> content)
    {
        Write(content);
        return blocks;
    }

    protected override void Write(Sentences sentences)
    {
        var said = sentences.Items.Of(Medium).Where(sentence => sentence.Text.Text.Length > 0).ToList();
        if (said.Count > 0)
            Add("sentences", ("items", List(said.Select(sentence => Spans(sentence.Text)))));
    }

    protected override void Write(Paragraph paragraph) => Add("paragraph", ("spans", Spans(paragraph.Text)));

    protected override void Write(Facts facts) =>
        Add(
            "facts",
            (
                "items",
                List(
                    facts.Items.Of(Medium).Select(fact => Map(("name", fact.Name), ("spans", Spans(fact.Value)), ("more", fact.More ?? "")))
                )
            )
        );

    protected override void Write(Outline outline) =>
        Add(
            "outline",
            ("title", outline.Title),
            ("items", List(outline.Items.Select(item => Map(("text", item.Text), ("anchor", item.Anchor), ("below", List(item.Below))))))
        );

    protected override void Write(Section section) =>
        Add("section", ("title", section.Title), ("content", new HtmlBlocks().Of(section.Content)));

    protected override void Write(Code code) => Add("code", ("title", code.Title ?? ""), ("text", code.Text));

    protected override void Write(Listing listing) =>
        Add("code", ("title", listing.Title), ("text", string.Join('\n', listing.Items.Select(item => $"-- {item.Key}\n{item.Value}"))));

    protected override void Write(Difference difference) =>
        Add(
            "difference",
            ("title", difference.Title ?? ""),
            ("before", difference.Before),
            ("now", difference.Now),
            ("rows", List(Rows(difference.Diff.Lines)))
        );

    protected override void Write(Notices notices)
    {
        if (notices.Items.Count > 0)
            Add("notices", ("items", List(notices.Items.Select(Notice))));
    }

    private static TemplateObject Notice(Notice notice) =>
        Map(
            ("weight", notice.Weight),
            ("words", notice.WeightInWords),
            ("id", notice.Id),
            ("message", notice.Message),
            ("place", $"{notice.Place.Source.Path}:{notice.Place.Line}"),
            ("rest", notice.Rest ?? "")
        );

    // Both sides beside each other: removed lines are aligned with added ones.
    private static IEnumerable<TemplateObject> Rows(IReadOnlyList<DiffLine> lines)
    {
        for (var i = 0; i < lines.Count; )
        {
            if (lines[i].Side == DiffSide.Both)
            {
                yield return Row(lines[i], lines[i]);
                i++;
                continue;
            }

            var old = lines.Skip(i).TakeWhile(line => line.Side == DiffSide.Before).ToList();
            var fresh = lines.Skip(i + old.Count).TakeWhile(line => line.Side == DiffSide.Now).ToList();
            for (var row = 0; row < Math.Max(old.Count, fresh.Count); row++)
                yield return Row(old.ElementAtOrDefault(row), fresh.ElementAtOrDefault(row));
            i += old.Count + fresh.Count;
        }
    }

    private static TemplateObject Row(DiffLine? before, DiffLine? now) =>
        Map(("same", before == now), ("cells", List([Cell(before, before?.Before, "before"), Cell(now, now?.Now, "now")])));

    private static TemplateObject Cell(DiffLine? line, int? number, string side) =>
        Map(
            (
                "kind",
                line switch
                {
                    null => "none",
                    { Side: DiffSide.Both } => "",
                    _ => side,
                }
            ),
            ("number", number?.ToString() ?? ""),
            ("pieces", List((line?.Pieces ?? []).Select(piece => Map(("text", piece.Text), ("changed", piece.Changed)))))
        );

    private static TemplateArray Spans(Inline inline) =>
        List(
            inline.Spans.Select(span =>
                Map(("text", span.Text), ("code", span.Style == SpanStyle.Code), ("strong", span.Style == SpanStyle.Strong))
            )
        );

    private void Add(string template, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var block = Map(members);
        block["template"] = template;
        blocks.Add(block);
    }
}
