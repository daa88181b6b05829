using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reporting.Documents;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Sql.Findings;

namespace PlanRunner.Runner.Reporting.Wording;

/// <summary>The steps and groups of a review as entries.</summary>
internal sealed class ReviewEntries(Review review)
{
    public Entry Of(ReviewStep step) =>
        new()
        {
            In = step.IsQuiet || step.Action is StepAction.Skip ? Media.All & ~Media.Comment : Media.All,
            Mark = ReviewWords.EntryMark(step.Mark),
            Path = step.Path.Value,
            Anchor = Entry.AnchorOf(step.Path.Value),
            Title = step.Title == step.Id ? null : step.Title,
            What = step.IsGroup ? null : ReviewWords.What(step),
            Labels = step.IsGroup
                ? []
                : [.. ReviewWords.LabelsOf(step).Select(word => new EntryLabel(word, ReviewWords.Labels.GetValueOrDefault(word)))],
            Badges = [.. ReviewWords.Badges(step)],
            Content = [.. step.IsGroup ? Group(step) : Leaf(step)],
            IsGroup = step.IsGroup,
            Entries = [.. step.Steps.Select(Of)],
            IsQuiet = step.IsQuiet,
            IsOpen =
                step.Diff is not null
                || step.Mark is ChangeMark.Attention or ChangeMark.Renamed
                || step.FailsNow
                || step.Findings.Any(found => found.Blocks),
            IsRefused = step.Findings.Any(found => found.Blocks),
            Rank = Rank(step),
            Place = step.Place,
            Level = step.IsGroup ? null : Level(step),
            Alone = $"{ReviewWords.Mark(step.Mark)} {step.Path} in {review.Environment}",
        };

    public static Entry Of(ReviewRemoved removed) =>
        new()
        {
            In = Media.Terminal | Media.Page,
            Mark = ReviewWords.EntryMark(ChangeMark.Removed),
            Path = removed.Path,
            Title = ReviewWords.Removed(removed),
        };

    private static IEnumerable<Block> Group(ReviewStep step)
    {
        yield return new Sentences([
            new Sentence(step.Description?.Trim() ?? "", Media.Terminal | Media.Page),
            .. step.Facts.Prepend(step.Reason).Select(said => new Sentence(said)),
        ]);
    }

    private IEnumerable<Block> Leaf(ReviewStep step)
    {
        // What does not run is there to be looked up.
        var happens = step.Action is not (StepAction.Skip or StepAction.None);
        var shown = happens ? Media.All : Media.All & ~Media.Terminal;
        var read = shown & ~Media.Annotations;
        yield return new Sentences([
            new Sentence(step.Description?.Trim() ?? "", step.Action is StepAction.None ? Media.Page : Media.Page | Media.Terminal),
            .. step.Facts.Prepend(step.Reason).Select(said => new Sentence(said)),
            .. ReviewWords.Seen(step).Select(said => new Sentence(said, shown)),
        ]);
        if (ReviewWords.FoundLines(step) is { } lines)
            yield return new Code(lines, "text") { IsRows = true, In = shown };
        yield return Sentences.Of(ReviewWords.Terms(step, review), read & ~Media.Page);
        yield return new Notices([.. step.Findings.Select(found => FindingWords.Notice(found, review.Environment))]) { In = read };
        yield return Body(step, read);
        if (step.Statements is { Count: > 0 } statements)
            yield return new Listing(
                $"Its statements {step.Label}",
                "sql",
                [.. statements.Select(statement => KeyValuePair.Create(statement.Key, statement.Text))]
            )
            {
                In = read,
            };
        foreach (var (name, told) in step.Terms)
            yield return told.Contains('\n', StringComparison.Ordinal)
                ? new Code(told, "text") { Title = name, In = Media.Page }
                : new Paragraph($"{name}: " + Inline.Code(told)) { In = Media.Page };
    }

    private static Block Body(ReviewStep step, Media media) =>
        step.Diff is { Added: > 0 } or { Removed: > 0 }
            ? new Difference(step.Diff, "What ran", "What would run") { In = media }
            : new Code(step.Text ?? "", StepLanguage.Of(step.Kind))
            {
                // A check changes nothing.
                MayBeCut = step is { IsCheck: true, FailsNow: false, WarnsNow: false },
                In = step is { FoundDone: true, Diff: null } ? Media.Page : media,
            };

    // Who has the room first: what is wrong, then what changes something, then what only asks.
    private static int Rank(ReviewStep step) =>
        step switch
        {
            { FailsNow: true } or { Mark: ChangeMark.Attention or ChangeMark.Changed or ChangeMark.Renamed } => 0,
            _ when step.Findings.Any(found => found.Finding.Severity != FindingSeverity.Note) => 1,
            { IsCheck: false } => 2,
            _ => 3,
        };

    // Of a step of a workflow only ten of each are shown: what merely runs is in the other outputs.
    private static AnnotationLevel? Level(ReviewStep step) =>
        step switch
        {
            { Mark: ChangeMark.Renamed } => AnnotationLevel.Error,
            { Mark: ChangeMark.Attention or ChangeMark.Changed } or { FailsNow: true } => AnnotationLevel.Warning,
            { WarnsNow: true } => AnnotationLevel.Notice,
            _ => null,
        };
}
