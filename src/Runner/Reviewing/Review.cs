using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Results;

namespace PlanRunner.Runner.Reviewing;

/// <summary>
/// What a reviewer decides on, made once from a change set and what was seen: every output shows this and nothing else. Contains no
/// secret.
/// </summary>
internal sealed record Review
{
    private const int FewestThatShare = 4;

    private IReadOnlyList<(string Name, string Text)>? commonTerms;

    public required string Plan { get; init; }

    public string? Description { get; init; }

    public required string Environment { get; init; }

    public bool Protected { get; init; }

    /// <summary>Of an undo.</summary>
    public bool TakesBack { get; init; }

    /// <summary>Nothing was contacted: only the plan against the state.</summary>
    public bool Offline { get; init; }

    /// <summary>The plan's file as it was named.</summary>
    public required string File { get; init; }

    public required IReadOnlyList<ReviewConnection> Connections { get; init; }

    public ReviewRun? LastRun { get; init; }

    /// <summary>In the order they run; groups hold their own.</summary>
    public required IReadOnlyList<ReviewStep> Steps { get; init; }

    /// <summary>Steps that ran and are no longer in the plan.</summary>
    public required IReadOnlyList<ReviewRemoved> Removed { get; init; }

    public required ReviewCounts Counts { get; init; }

    /// <summary>Its table of contents; empty where the plan is short.</summary>
    public IReadOnlyList<ReviewPart> Parts => ReviewPart.Of(this);

    public required string Fingerprint { get; init; }

    public IEnumerable<ReviewStep> All => Steps.SelectMany(step => step.SelfAndBelow);

    /// <summary>Terms that most steps share, such as the plan's defaults: shown a single time, not at each step.</summary>
    public IReadOnlyList<(string Name, string Text)> CommonTerms => commonTerms ??= Shared();

    /// <summary>Which steps a person has to decide on before anything runs, or before an apply goes on; null where there is none.</summary>
    public string? Undecided { get; init; }

    /// <summary>
    /// What a reviewer must not overlook, one sentence each: checks that fail now, steps that a person has to decide on first.
    /// </summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            var failing = Leaves.Where(step => step.FailsNow).Select(step => step.Path.Value).ToList();
            if (failing.Count > 0)
                yield return $"Fails now: {Named(failing)}; an apply asks again, and stops there";
            var warning = Leaves.Where(step => step.WarnsNow).Select(step => step.Path.Value).ToList();
            if (warning.Count > 0)
                yield return $"Warns now: {Named(warning)}; an apply reports it and continues";
            if (Undecided is { } undecided)
                yield return undecided;
        }
    }

    private IReadOnlyList<(string Name, string Text)> Shared()
    {
        var running = Leaves.Where(step => step.Runs).ToList();
        return
        [
            .. running
                .SelectMany(step => step.Terms)
                .Where(term => term.Name is StepTerms.Timeout or StepTerms.Settings)
                .GroupBy(term => term)
                .Where(group =>
                    group.Count() >= FewestThatShare
                    && group.Count() * 2 >= running.Count(step => step.Terms.Any(term => term.Name == group.Key.Name))
                )
                .Select(group => group.Key)
                .DistinctBy(term => term.Name, StringComparer.Ordinal),
        ];
    }

    internal static string Named(IReadOnlyList<string> paths) =>
        string.Join(", ", paths.Take(3)) + (paths.Count > 3 ? $" and {paths.Count - 3} more" : "");

    public IEnumerable<StepFinding> Findings => Leaves.SelectMany(step => step.Findings);

    public IEnumerable<ReviewStep> Leaves => All.Where(step => !step.IsGroup);
}

/// <summary>A connection as the environment declares it.</summary>
internal sealed record ReviewConnection(string Name, string Username, string Host, int Port, string Database);

internal sealed record ReviewRun(string Run, DateTimeOffset At, string By, string Host)
{
    /// <summary>The last run; null where a plan was never applied.</summary>
    public static ReviewRun? LastOf(StateSnapshot state) =>
        state.Runs.LastOrDefault() is { } run ? new ReviewRun(run.Run, run.At, run.By, run.Host) : null;
}

internal sealed record ReviewRemoved(string Path, DateTimeOffset? RanAt)
{
    public static ReviewRemoved Of(StepState removed) => new(removed.Path, removed.StartedAt);
}

internal sealed record ReviewCounts(int ToRun, int FoundDone, int Changed, int Unchanged, int Skipped, int InDoubt, int Renamed);

/// <summary>One step or group: its mark and label, why, and what would run.</summary>
internal sealed record ReviewStep
{
    public required StepPath Path { get; init; }

    public required string Id { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    public required Place Place { get; init; }

    public required ChangeMark Mark { get; init; }

    public required StepAction Action { get; init; }

    /// <summary>How true the text is: exact, as of now, from its list, checked, later, opaque …; empty for a group.</summary>
    public string Label { get; init; } = "";

    /// <summary>Why the mark.</summary>
    public string Reason { get; init; } = "";

    /// <summary>It asks and changes nothing.</summary>
    public bool IsCheck { get; init; }

    /// <summary>An apply runs it, or asks it.</summary>
    public bool Runs => !IsGroup && Action is not (StepAction.None or StepAction.Skip);

    /// <summary>The paths under which its text, or one like it, ran.</summary>
    public IReadOnlyList<string> RanUnder { get; init; } = [];

    /// <summary>Of the facts, those that need a person, or that cannot be undone.</summary>
    public IReadOnlyList<string> Moments { get; init; } = [];

    /// <summary>What a reviewer has to know beside the text, one sentence each.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>What was found by asking now: a sentence, and below it the rows.</summary>
    public string? Found { get; init; }

    /// <summary>The rows themselves, for programs.</summary>
    public FoundRows? FoundRows { get; init; }

    /// <summary>Its probe says that it is done: an apply only records it.</summary>
    public bool FoundDone { get; init; }

    /// <summary>Null for a group.</summary>
    public string? Kind { get; init; }

    public IReadOnlyList<string> Connections { get; init; } = [];

    /// <summary>Of its rendered text, as its marker has it; null for a group.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>When it counts as done, how it is checked, undone, tried: name and text of each.</summary>
    public IReadOnlyList<(string Name, string Text)> Terms { get; init; } = [];

    public required string TermsFingerprint { get; init; }

    /// <summary>What it asks was asked, and the answer would stop an apply here and now.</summary>
    public bool FailsNow { get; init; }

    /// <summary>What it asks was asked, and does not hold: an apply reports it and continues.</summary>
    public bool WarnsNow { get; init; }

    /// <summary>What would run, secrets by name; of an unchanged step what ran.</summary>
    public string? Text { get; init; }

    /// <summary>The text that ran, where another would run now.</summary>
    public string? Before { get; init; }

    public TextDiff? Diff { get; init; }

    /// <summary>What a generate would run: as of now, or what is left of the list that it began.</summary>
    public IReadOnlyList<ListedStatement>? Statements { get; init; }

    /// <summary>What a rehearsal measured of this very text; null where none did.</summary>
    public StepEvidence? Evidence { get; init; }

    /// <summary>What was found on its statements, the gravest first.</summary>
    public IReadOnlyList<StepFinding> Findings { get; init; } = [];

    public IReadOnlyList<ReviewStep> Steps { get; init; } = [];

    public bool IsGroup => Kind is null;

    /// <summary>Nothing happens to it, or to anything in it.</summary>
    public bool IsQuiet => IsGroup ? Reason.Length == 0 && Steps.All(step => step.IsQuiet) : Action == StepAction.None;

    public IEnumerable<ReviewStep> SelfAndBelow => Steps.SelectMany(step => step.SelfAndBelow).Prepend(this);
}
