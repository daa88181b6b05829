using PlanRunner.Runner.Reporting.Documents;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Wording;

/// <summary>What people read of a review.</summary>
internal sealed class ReviewDocument
{
    private readonly Review review;

    // A comment says nothing of a plan of which nothing runs.
    private readonly Media comment;

    private ReviewDocument(Review review)
    {
        this.review = review;
        var idle = review.Counts is { ToRun: 0, Changed: 0, InDoubt: 0, Renamed: 0 } && review.Removed.Count == 0;
        comment = idle ? Media.None : Media.Comment;
    }

    public static Document Of(Review review) => new ReviewDocument(review).Build();

    private Document Build() =>
        new()
        {
            Subject = $"{(review.TakesBack ? "undo" : "dry-run")} {review.Plan} {review.Environment}",
            Title = $"{(review.TakesBack ? "Undo of " : "")}{review.Plan} in {review.Environment}",
            FullTitle = $"{(review.TakesBack ? "Undo of plan" : "Plan")} {review.Plan} in {review.Environment}",
            Tag = review.Protected ? "protected" : null,
            Opening = [.. Opening()],
            Facts = [.. Facts()],
            Notes = [.. ReviewWords.Notes(review)],
            Content = [.. Content()],
            Entries = [.. review.Steps.Select(new ReviewEntries(review).Of), .. review.Removed.Select(ReviewEntries.Of)],
            HasPicture = true,
            Summary = ReviewWords.Summary(review),
        };

    private IEnumerable<Paragraph> Opening()
    {
        if (review.Description is { } description)
            yield return new Paragraph(description.Trim()) { In = Media.Terminal | Media.Page };
        yield return new Paragraph(ReviewWords.Status(review)) { In = Media.Comment };
        if (review.Offline)
            yield return new Paragraph("Offline: no connections were made; this compares only the plan with the state.") { In = comment };
    }

    private IEnumerable<Fact> Facts()
    {
        var state = ReviewWords.LastRun(review.LastRun);
        yield return new Fact("Fingerprint", review.Fingerprint) { In = Media.Page };
        yield return new Fact("State", state) { In = Media.Page };
        foreach (var connection in review.Connections)
            yield return new Fact(connection.Name, Inline.Code(ReviewWords.Target(connection)))
            {
                In = Media.Terminal | Media.Page | comment,
            };
        if (review.Offline)
            yield return new Fact("Databases", "not connected: this compares only the plan with the state") { In = Media.Page };
        yield return new Fact("state", state) { In = Media.Terminal };
        if (ReviewWords.Common(review) is { } common)
            yield return new Fact("", common) { In = Media.Terminal | comment };
    }

    private IEnumerable<Block> Content()
    {
        if (review.Parts is { Count: > 0 } parts)
            yield return new Outline("In short, in this order", [.. parts.Select(Item)]) { In = Media.Terminal | Media.Page | comment };
        else
            yield return Groups();
        // Where entries are collapsed, they would be overlooked among them.
        yield return new Sentences([
            .. review.Removed.Select(removed => new Sentence(
                Inline.Code("-") + " " + Inline.Code(removed.Path) + $": {ReviewWords.Removed(removed)}"
            )),
        ])
        {
            In = comment,
        };
    }

    private static OutlineItem Item(ReviewPart part) =>
        new(
            ReviewWords.Part(part),
            Entry.AnchorOf(part.Step.Path.Value),
            [.. part.Moments.Select(moment => ReviewWords.Moment(moment, part))]
        );

    // In a comment steps are listed without their groups.
    private Sentences Groups() =>
        new([
            .. review
                .All.Where(step => step is { IsGroup: true, IsQuiet: false })
                .Select(group => (group.Path, Said: group.Facts.Prepend(group.Reason).Where(said => said.Length > 0).ToList()))
                .Where(group => group.Said.Count > 0)
                .Select(group => new Sentence(Inline.Code(group.Path.Value) + $": {string.Join("; ", group.Said)}")),
        ])
        {
            In = comment,
        };
}
