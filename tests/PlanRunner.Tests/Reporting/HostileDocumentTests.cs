using System.Text.RegularExpressions;
using PlanRunner.Runner.Reporting.Documents;
using PlanRunner.Runner.Reporting.Formats;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Reporting;

/// <summary>Whatever stands anywhere in a document, no format makes markup, a command or a control of it.</summary>
public sealed partial class HostileDocumentTests
{
    private const string Hostile =
        "<img src=x onerror=alert(1)> --> </pre></code> \"'&amp; [here](https://example.com) **bold** `code` @everyone\n\n"
        + "::error::taken over\n##[group]x\n# heading\n\e[2J\u202Eend";

    private static readonly Place Place = new(new SourceText("plan.yaml", Hostile), 1, 1);

    [Fact]
    public void Every_kind_of_block_is_in_it()
    {
        var kinds = typeof(Block).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Block)) && !type.IsAbstract);
        Assert.Equal(
            kinds.Select(kind => kind.Name).Order(StringComparer.Ordinal),
            Blocks(Hostile).Select(block => block.GetType().Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void On_a_page_it_is_text()
    {
        var page = Written(new HtmlFormat());
        var body = page[page.IndexOf("<header>", StringComparison.Ordinal)..page.IndexOf("<script>", StringComparison.Ordinal)];
        Assert.Equal(Of(Text.Tags(), Written(new HtmlFormat(), "word")), Of(Text.Tags(), page));
        Assert.DoesNotContain("<img", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", body, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", body, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_comment_it_is_text()
    {
        // To the letter, and not Markdown, is only what stands between fences, and what is in a tag until an empty line.
        var comment = Text.Fences().Replace(Written(new MarkdownFormat()), "");
        var prose = Text.Summaries().Replace(comment, "");
        Assert.Equal(Of(Text.Tags(), Text.Fences().Replace(Written(new MarkdownFormat(), "word"), "")), Of(Text.Tags(), comment));
        Assert.DoesNotContain("[here](", prose, StringComparison.Ordinal);
        Assert.DoesNotContain("`code`", prose, StringComparison.Ordinal);
        Assert.DoesNotContain("**bold**", prose, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^# heading", prose);
        Assert.DoesNotContain("@everyone", Text.Codes().Replace(comment, ""), StringComparison.Ordinal);
        Assert.All(Text.Summaries().Matches(comment), summary => Assert.DoesNotContain("\n\n", summary.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void In_a_terminal_it_is_text()
    {
        var text = Written(new TextFormat());
        Assert.DoesNotContain("\e", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", text, StringComparison.Ordinal);
        Assert.Contains("<U+001B>[2J<U+202E>end", text, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_workflow_it_is_text()
    {
        var commands = Written(new AnnotationsFormat()).Split('\n').Where(line => line.StartsWith("::", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, commands.Count);
        Assert.All(commands, command => Assert.Matches("^::(error|warning) file=plan.yaml,line=1,col=1,title=", command));
    }

    private static string Written(ReportFormat format, string text = Hostile) =>
        format.Write(new Report(Document(text), () => ""), new FormatOptions { Again = "planrunner" });

    // A line break of a text is one on the page.
    private static IEnumerable<string> Of(Regex part, string text) =>
        part.Matches(text).Select(match => match.Value).Where(tag => tag != "<br");

    // What only we say, and what programs look for as it is, is no part of it: the subject, the summary.
    private static Document Document(string text) =>
        new()
        {
            Subject = "dry-run test dev",
            Title = text,
            FullTitle = "Plan",
            Tag = "protected",
            Opening = [new Paragraph(text)],
            Facts = [new Fact(text, Inline.Code(text) + Inline.Strong(text) + text, text)],
            Notes = [text],
            Content = [.. Blocks(text)],
            Entries =
            [
                new Entry
                {
                    Mark = Mark,
                    Path = "group",
                    Anchor = "step-group",
                    Title = text,
                    IsGroup = true,
                    Entries = [Step(text)],
                },
            ],
            HasPicture = true,
            Summary = "Plan: 1 to run",
        };

    private static EntryMark Mark { get; } =
        new(0, "run", "+")
        {
            Meaning = "to run",
            Short = "to run",
            Style = "run",
        };

    private static Entry Step(string text) =>
        new()
        {
            Mark = Mark,
            Path = text,
            Anchor = Entry.AnchorOf(text),
            Title = text,
            What = text,
            Labels = [new EntryLabel("exact", text)],
            Badges = [text],
            Content = [.. Blocks(text)],
            Place = Place,
            Level = AnnotationLevel.Warning,
            Alone = text,
        };

    private static IEnumerable<Block> Blocks(string text) =>
        [
            new Sentences([new Sentence(text)]),
            new Paragraph(text),
            new Facts([new Fact(text, Inline.Code(text), text)]),
            new Outline(text, [new OutlineItem(text, Entry.AnchorOf(text), [text])]),
            new Section("Section", [new Sentences([text])]) { Level = AnnotationLevel.Warning, Place = Place },
            new Code(text, "sql") { Title = text },
            new Listing(text, "sql", [KeyValuePair.Create(text, text)]),
            new Difference(TextDiff.Of("one", text.ReplaceLineEndings(" ")), text, text) { Title = text },
            new Notices([
                new Notice("id", "block", text, Place)
                {
                    WeightInWords = "block: apply refuses this",
                    Alone = text,
                    Rest = text,
                    Level = AnnotationLevel.Error,
                },
            ]),
        ];

    private static partial class Text
    {
        [GeneratedRegex(@"<[/!]?[a-zA-Z][^>\s]*", RegexOptions.None, 1000)]
        public static partial Regex Tags();

        [GeneratedRegex(@"(?ms)^(?<fence>`{3,}).*?^\k<fence>$", RegexOptions.ExplicitCapture, 1000)]
        public static partial Regex Fences();

        [GeneratedRegex("(?s)<summary>.*?</summary>", RegexOptions.None, 1000)]
        public static partial Regex Summaries();

        [GeneratedRegex("(?s)<code>.*?</code>", RegexOptions.None, 1000)]
        public static partial Regex Codes();
    }
}
