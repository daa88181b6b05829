using PlanRunner.Runner.Reporting.Documents;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Wording;

/// <summary>What people read of a comparison: what ran where, what the environments say, then the steps that differ.</summary>
internal sealed class ComparisonDocument
{
    private const Media Brief = Media.Terminal | Media.Comment | Media.Annotations;

    private readonly Comparison comparison;
    private readonly ComparisonWords words;

    private ComparisonDocument(Comparison comparison)
    {
        this.comparison = comparison;
        words = new ComparisonWords(comparison);
    }

    public static Document Of(Comparison comparison) => new ComparisonDocument(comparison).Build();

    private Document Build() =>
        new()
        {
            Subject = $"compare {comparison.Plan} {comparison.First.Name} {comparison.Second.Name}",
            Title = words.Title,
            FullTitle = $"Plan {words.Title}",
            Opening = comparison.Description is { } description ? [new Paragraph(description.Trim()) { In = Media.Page }] : [],
            Facts =
            [
                new Fact(comparison.First.Name, ComparisonWords.State(comparison.First)),
                new Fact(comparison.Second.Name, ComparisonWords.State(comparison.Second)),
            ],
            Content =
            [
                new Section("What ran", [Sentences.Of(words.Ran(), Brief), Sentences.Of(words.Ran(int.MaxValue - 1), Media.Page)])
                {
                    Level = NeedsLook ? AnnotationLevel.Warning : AnnotationLevel.Notice,
                    Place = comparison.Place,
                },
                .. Sections(),
            ],
            Entries = [.. comparison.Steps.Where(step => step.Kind is not null || !step.IsQuiet).Select(Of)],
            Summary = words.Summary,
        };

    private bool NeedsLook =>
        new[] { comparison.First, comparison.Second }.Any(side =>
            side.Behind.Count > 0 || side.Troubles.Count > 0 || side.Removed.Count > 0
        );

    private IEnumerable<Block> Sections()
    {
        if (comparison.Facts.Count > 0)
            yield return new Section("Environments", [Values(comparison.Facts, _ => null)]);
        if (comparison.Variables.Count > 0)
            yield return new Section("Variables", [Values(comparison.Variables, ComparisonWords.Reach)]);
        if (words.Secrets is { } secrets)
            yield return new Section("Secrets", [new Sentences([secrets])]);
        if (comparison.Settings.Count > 0)
            yield return new Section("Settings", [Values(comparison.Settings, ComparisonWords.Under)]);
        if (comparison.Items.Count > 0)
            yield return new Section("Items", [Sentences.Of(comparison.Items.Select(words.Items))]);
    }

    private Facts Values(IReadOnlyList<ComparedValue> values, Func<ComparedValue, string?> more) =>
        new([
            .. values.Select(value => new Fact(
                value.Name,
                Inline.Code(value.First ?? "none")
                    + $" in {comparison.First.Name}, "
                    + Inline.Code(value.Second ?? "none")
                    + $" in {comparison.Second.Name}",
                more(value)
            )),
        ]);

    private Entry Of(ComparedStep step) =>
        new()
        {
            In = step.IsQuiet ? Media.Page : Media.All,
            Mark = words.EntryMark(step.Mark),
            Path = step.Path.Value,
            Anchor = Entry.AnchorOf(step.Path.Value),
            Title = step.Title == step.Id ? null : step.Title,
            What = ComparisonWords.What(step),
            Aside = words.Meaning(step.Mark),
            Content = [.. Content(step)],
            IsQuiet = step.IsQuiet,
            IsOpen = step.Mark == ComparisonMark.Differs,
            Rank = (int)step.Mark,
            Place = step.Place,
            Level = step.Mark == ComparisonMark.Differs ? AnnotationLevel.Warning : AnnotationLevel.Notice,
            Alone = $"{ComparisonWords.Mark(step.Mark)} {step.Path}: {words.Meaning(step.Mark)}",
        };

    private IEnumerable<Block> Content(ComparedStep step)
    {
        yield return Sentences.Of(words.About(step));
        foreach (var text in step.Texts)
            yield return new Difference(text.Diff, comparison.First.Name, comparison.Second.Name)
            {
                Title = text.Name == ComparedText.Body ? null : text.Name,
            };
        // Of a step of which something else differs, a page shows what runs as well.
        if (step.Text is { } body && !step.Texts.Any(text => text.Name == ComparedText.Body))
            yield return new Code(body, StepLanguage.Of(step.Kind))
            {
                In = step.Texts.Count == 0 ? Media.All & ~Media.Annotations : Media.Page,
            };
    }
}
