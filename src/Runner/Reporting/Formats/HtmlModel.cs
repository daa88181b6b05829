using PlanRunner.Runner.Reporting.Documents;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>A document as the templates of the page read it. Every text of it is a value to them; only the page's own assets are not.</summary>
internal static class HtmlModel
{
    // More than a screen or two can hold.
    private const int Many = 120;

    public static TemplateObject Of(Document document)
    {
        var leaves = document.Leaves.Of(Media.Page).ToList();
        var content = document.Content.Of(Media.Page).ToList();
        return Map(
            ("style_hash", HtmlAssets.Hash("review.css")),
            ("script_hash", HtmlAssets.Hash("review.js")),
            ("style", TextValue.Trusted(HtmlAssets.Text("review.css"))),
            ("script", TextValue.Trusted(HtmlAssets.Text("review.js"))),
            ("title", document.Title),
            ("tag", document.Tag ?? ""),
            ("opening", List(document.Opening.Of(Media.Page).Select(paragraph => paragraph.Text.Text))),
            ("facts", List(document.Facts.Of(Media.Page).Select(fact => Map(("name", fact.Name), ("value", fact.Value.Text))))),
            ("notes", List(document.Notes)),
            ("large", document.HasPicture && leaves.Count > Many),
            ("marks", List(Marks(leaves))),
            ("content", new HtmlBlocks().Of(content)),
            ("has_picture", document.HasPicture),
            ("entries", List(document.Entries.Of(Media.Page).Select(Entry))),
            ("labels", List(leaves.SelectMany(entry => entry.Labels).Where(label => label.Promise is not null).Distinct().Select(Label))),
            ("ending", List(document.Notes.Append(document.Summary)))
        );
    }

    private static TemplateObject Label(EntryLabel label) => Map(("word", label.Word), ("promise", label.Promise));

    private static IEnumerable<TemplateObject> Marks(IReadOnlyList<Entry> leaves)
    {
        // What does not change is there to be looked up, not to be read.
        var quiet = leaves.All(entry => entry.IsQuiet || entry.Anchor is null);
        return leaves
            .Select(entry => entry.Mark)
            .GroupBy(mark => mark)
            .OrderBy(group => group.Key.Order)
            .Select(group =>
                Map(
                    ("name", group.Key.Name),
                    ("style", group.Key.Style),
                    ("sign", group.Key.Sign),
                    ("label", $"{group.Count()} {group.Key.Short}"),
                    ("meaning", group.Key.Meaning == group.Key.Short ? "" : group.Key.Meaning),
                    ("pressed", !group.Key.IsQuiet || quiet)
                )
            );
    }

    private static TemplateObject Entry(Entry entry) =>
        Map(
            ("sign", entry.Mark.Sign),
            ("mark", entry.Mark.Name),
            ("style", entry.Mark.Style),
            ("path", entry.Path),
            ("anchor", entry.Anchor ?? ""),
            ("tip", $"{entry.Path}: {entry.Mark.Meaning}"),
            ("title", entry.Title ?? ""),
            ("what", entry.WhatAndAside ?? ""),
            ("badges", List(entry.Badges)),
            ("open", entry.IsOpen),
            ("group", entry.IsGroup),
            ("content", new HtmlBlocks().Of(entry.Content)),
            ("entries", List(entry.Entries.Of(Media.Page).Select(Entry)))
        );

    internal static TemplateObject Map(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var map = new TemplateObject();
        foreach (var (name, value) in members)
            map[name] = value;
        return map;
    }

    internal static TemplateArray List(IEnumerable<object?> items) => new(items);
}
