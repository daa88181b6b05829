using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reporting.Documents;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reporting.Wording;

/// <summary>The marks and sentences that every output of a review shares.</summary>
internal static class ReviewWords
{
    /// <summary>What each label promises.</summary>
    public static readonly IReadOnlyDictionary<string, string> Labels = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["exact"] = "exactly this text runs",
        ["as of now"] = "generated from the current data, and generated again when it runs",
        ["from its list"] = "the statements that it listed when it began, without those that are done; they run exactly as shown",
        ["checked"] = "queried now, read-only, and again when it runs",
        ["later"] = "checks what a step above creates first",
        ["rehearsed"] = "exactly this text ran on throwaway servers; what was measured there is shown beside it",
        ["opaque"] = "exactly this script runs; what it does cannot be known in advance",
        ["a person"] = "manual step, done by a person and then approved",
        ["not asked"] = "nothing was contacted",
        ["could not be asked"] = "the query itself failed",
    };

    public static string Mark(ChangeMark mark) =>
        mark switch
        {
            ChangeMark.Run => "+",
            ChangeMark.Changed => "~",
            ChangeMark.Removed => "-",
            ChangeMark.Renamed => ">",
            ChangeMark.TakenBack => "<",
            ChangeMark.Attention => "!",
            ChangeMark.Person => "?",
            ChangeMark.Skipped => "/",
            _ => "=",
        };

    public static string Meaning(ChangeMark mark) =>
        mark switch
        {
            ChangeMark.Run => "to run",
            ChangeMark.Changed => "its text changed since it ran",
            ChangeMark.TakenBack => "to be undone",
            ChangeMark.Renamed => "its text ran under another id: an apply refuses this",
            ChangeMark.Removed => "ran, and is no longer in the plan",
            ChangeMark.Attention => "failed, in doubt or open",
            ChangeMark.Person => "waiting for approval",
            ChangeMark.Skipped => "skipped by its condition",
            _ => "done and unchanged",
        };

    /// <summary>The same after a number, in a word or two.</summary>
    public static string Short(ChangeMark mark) =>
        mark switch
        {
            ChangeMark.Run => "to run",
            ChangeMark.Changed => "changed",
            ChangeMark.TakenBack => "to be undone",
            ChangeMark.Renamed => "ran under another id",
            ChangeMark.Removed => "no longer in the plan",
            ChangeMark.Attention => "needing attention",
            ChangeMark.Person => "waiting for approval",
            ChangeMark.Skipped => "skipped",
            _ => "unchanged",
        };

    public static string Name(ChangeMark mark) => mark == ChangeMark.TakenBack ? "taken_back" : mark.ToString().ToLowerInvariant();

    public static EntryMark EntryMark(ChangeMark mark) =>
        new((int)mark, Name(mark), Mark(mark))
        {
            Meaning = Meaning(mark),
            Short = Short(mark),
            Tone = Tone(mark),
            Style = Name(mark),
            IsQuiet = mark == ChangeMark.Unchanged,
        };

    private static Tone Tone(ChangeMark mark) =>
        mark switch
        {
            ChangeMark.Run => Documents.Tone.New,
            ChangeMark.Changed or ChangeMark.TakenBack => Documents.Tone.Changed,
            ChangeMark.Attention or ChangeMark.Removed or ChangeMark.Renamed => Documents.Tone.Alarm,
            ChangeMark.Person => Documents.Tone.Person,
            _ => Documents.Tone.Quiet,
        };

    public static string Summary(ChangeSet changes) => Summary(ReviewBuilder.Count(changes, null), changes.IsUndo, changes.Fingerprint);

    public static string Summary(Review review) => Summary(review.Counts, review.TakesBack, review.Fingerprint);

    /// <summary>What the steps that are counted wait for.</summary>
    private static string ToRun(bool takesBack) => Short(takesBack ? ChangeMark.TakenBack : ChangeMark.Run);

    // One line that people and scripts look for.
    private static string Summary(ReviewCounts counts, bool takesBack, string fingerprint)
    {
        var skipped = counts.Skipped > 0 ? $", {counts.Skipped} skipped" : "";
        var recorded = counts.FoundDone > 0 ? $" ({counts.FoundDone} found done already)" : "";
        return $"Plan: {counts.ToRun} {ToRun(takesBack)}{recorded}, {counts.Changed} changed, {counts.Unchanged} "
            + $"unchanged{skipped}, {counts.InDoubt} in doubt{(counts.Renamed > 0 ? $", {counts.Renamed} renamed" : "")}. "
            + $"Fingerprint {fingerprint}";
    }

    /// <summary>How much there is to do, and when it was last run.</summary>
    public static Inline Status(Review review)
    {
        var counts = review.Counts;
        var parts = new List<Inline>();
        if (counts.ToRun > 0)
            parts.Add(
                Inline.Strong($"{counts.ToRun} {ToRun(review.TakesBack)}")
                    + (counts.FoundDone > 0 ? $" ({counts.FoundDone} found done already)" : "")
            );
        if (counts.Changed > 0)
            parts.Add(Inline.Strong($"{counts.Changed} changed since they ran"));
        if (counts.InDoubt > 0)
            parts.Add(Inline.Strong($"{counts.InDoubt} in doubt"));
        if (counts.Renamed > 0)
            parts.Add(Inline.Strong($"{counts.Renamed} ran under another id"));
        parts.Add($"{counts.Unchanged} unchanged");
        if (counts.Skipped > 0)
            parts.Add($"{counts.Skipped} skipped");
        var last = LastRun(review.LastRun);
        return Inline.Join(", ", parts) + $". {char.ToUpperInvariant(last[0])}{last[1..]}.";
    }

    public static string LastRun(ReviewRun? last) =>
        last is { } run ? $"last run {run.At:yyyy-MM-dd HH:mm}Z by {run.By}@{run.Host}" : "never applied here";

    public static string Target(ReviewConnection connection) =>
        $"{connection.Username}@{connection.Host}:{connection.Port}/{connection.Database}";

    /// <summary>The kind, where it runs, and how true it is.</summary>
    public static string What(ReviewStep step) =>
        $"{step.Kind}{(step.Connections.Count > 0 ? " on " + string.Join(", ", step.Connections) : "")} · "
        + $"{string.Join(", ", LabelsOf(step))}";

    /// <summary>How true the text is, and whether it was rehearsed.</summary>
    public static IEnumerable<string> LabelsOf(ReviewStep step) => step.Evidence is null ? [step.Label] : [step.Label, "rehearsed"];

    public static string Removed(ReviewRemoved removed) =>
        $"ran {removed.RanAt:yyyy-MM-dd HH:mm}Z, no longer in the plan; it cannot be undone from here";

    /// <summary>The terms of a step that are not those of most, one line each.</summary>
    public static IEnumerable<string> Terms(ReviewStep step, Review review) =>
        step
            .Terms.Except(review.CommonTerms)
            .Select(term =>
            {
                // On one line a comment would swallow what comes after it.
                var said = term.Text.Split('\n').Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal));
                return $"{term.Name}: "
                    + $"{string.Join(' ', string.Join('\n', said).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";
            });

    /// <summary>What holds for each step that says nothing else; null where there is no such thing.</summary>
    public static string? Common(Review review) =>
        review.CommonTerms.Count == 0
            ? null
            : $"every step, unless it says otherwise: {string.Join("; ", review.CommonTerms.Select(term => $"{term.Name} {term.Text}"))}";

    /// <summary>What has to be seen of a step although its part is closed: <c>1 block</c>, <c>fails now</c>.</summary>
    public static IEnumerable<string> Badges(ReviewStep step)
    {
        if (step.FailsNow)
            yield return "fails now";
        if (step.WarnsNow)
            yield return "warns now";
        foreach (
            var weight in step
                .Findings.Where(f => f.Waived is not null || f.Finding.Severity != FindingSeverity.Note)
                .GroupBy(FindingWords.Weight, StringComparer.Ordinal)
        )
            yield return weight.Any(f => f.Blocks)
                ? $"{weight.Count()} {weight.Key}: apply refuses this"
                : $"{weight.Count()} {weight.Key}";
    }

    /// <summary>The text above the summary line.</summary>
    public static IEnumerable<string> Notes(Review review) =>
        FindingWords.Summary(review) is { } counted ? review.Warnings.Append(counted) : review.Warnings;

    /// <summary>A part in one line: its name, what it is for, how much there is in it.</summary>
    public static string Part(ReviewPart part)
    {
        var title = part.Step.Title == part.Step.Id ? "" : $" {part.Step.Title}";
        string[] counts = [Count(part.Checks, "check"), Count(part.Changes, "step")];
        var rehearsed = part.Rehearsed is { } time ? $" (rehearsed in {Durations.Format(time)})" : "";
        return $"{part.Step.Path}{title}: {string.Join(", ", counts.Where(c => c.Length > 0))}{rehearsed}";
    }

    public static string Moment(ReviewMoment moment, ReviewPart part) =>
        moment.Step == part.Step
            ? moment.What
            : $"{moment.Step.Path}{(moment.Step.Title == moment.Step.Id ? "" : $" {moment.Step.Title}")}: {moment.What}";

    private static string Count(int count, string what) =>
        count switch
        {
            0 => "",
            1 => $"1 {what}",
            _ => $"{count} {what}s",
        };

    /// <summary>What looking at the databases and a rehearsal tell of a step, a sentence each.</summary>
    public static IEnumerable<string> Seen(ReviewStep step) =>
        EvidenceWords.Sentences(step).Prepend(Difference(step) ?? "").Prepend(FoundSentence(step));

    /// <summary>What was found, in a sentence; empty where nothing was.</summary>
    private static string FoundSentence(ReviewStep step) => step.Found?.Split('\n')[0] ?? "";

    /// <summary>The rows below that sentence, whole and line by line as they are typed; null where there are none.</summary>
    public static string? FoundLines(ReviewStep step) => step.Found?.Split('\n', 2) is [_, var lines] ? lines : null;

    /// <summary>How the lines of a changed text differ, where that needs saying.</summary>
    private static string? Difference(ReviewStep step) =>
        step.Diff switch
        {
            { WhiteSpaceOnly: true } => "only white space differs",
            { Added: 0, Removed: 0 } =>
                "the text is the same; what decides how it runs differs (a connection, the transaction mode or a parameter's name)",
            _ => null,
        };
}
