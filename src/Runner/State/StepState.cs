using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.State;

/// <summary>What the journal holds about one step, folded.</summary>
internal sealed class StepState(string path)
{
    /// <summary>What the journal has as the kind of a guarded group.</summary>
    public const string GroupKind = "steps";

    public string Path { get; private set; } = path;

    /// <summary>The path that its last attempt ran under, if the step was renamed since.</summary>
    public string? StartedAs { get; set; }

    public StepStatus Status { get; set; }

    public StepEffect Effect { get; set; }

    public string? Kind { get; set; }

    public string? Source { get; set; }

    /// <summary>Fingerprint of the rendered text that ran (or that a person accepted).</summary>
    public string? Text { get; set; }

    public string? Rendered { get; set; }

    public string? Run { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How the end is known, or why it failed.</summary>
    public string? Because { get; set; }

    /// <summary>For a guarded group that is open: its timeout.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Of a step that failed: what it began and did not end, and what is done about it.</summary>
    public string? Left { get; set; }

    /// <summary>It was not interrupted: it failed with an error of its own, after whatever it had done.</summary>
    public bool Ended { get; set; }

    public bool PointOfNoReturn { get; set; }

    /// <summary>The plan said <c>renamed_from: none</c> when it ran.</summary>
    public bool New { get; set; }

    /// <summary>If only a marker in a database is known, it is not known what the plan said.</summary>
    public bool MayHaveBeenNew => New || Kind is null;

    public bool Approved { get; set; }

    /// <summary>What people decided about it, in order.</summary>
    public List<StepDecision> Decisions { get; } = [];

    /// <summary>When a person called it done; null where its end is known otherwise.</summary>
    public DateTimeOffset? CalledDoneAt =>
        Status == StepStatus.Done && Decisions.FindLast(d => d.What == StepDecision.ResolvedAsDone)?.At is { } at && at == EndedAt
            ? at
            : null;

    public CommitPoint? Committing { get; set; }

    /// <summary>
    /// The statements (the empty key is the step itself) whose marker must be in the database, because they committed together.
    /// </summary>
    public HashSet<string> Marked { get; } = new(StringComparer.Ordinal);

    /// <summary>The backend that last had a statement outside any transaction.</summary>
    public BackendPoint? Backend { get; set; }

    public IReadOnlyDictionary<string, CapturedValue> Captured { get; set; } = new Dictionary<string, CapturedValue>();

    public List<ListedItemState> Items { get; } = [];

    /// <summary>The list that its next attempt continues with; null where it makes one of its own.</summary>
    public IReadOnlyList<ListedItemState>? Begun => !HasEnded && Items.Exists(i => i.Progress != ItemProgress.Pending) ? [.. Items] : null;

    /// <summary>The backend of an attempt that did not succeed; null where the next attempt has nothing to check.</summary>
    public BackendPoint? LastBackend => HasEnded ? null : Backend;

    /// <summary>Its last attempt ended: another one starts afresh.</summary>
    public bool HasEnded => Status is StepStatus.Done or StepStatus.Unverified;

    /// <summary>The undo of this step, where one was begun.</summary>
    public StepState? Undo { get; set; }

    /// <summary>Why the journal alone does not tell whether its effect is there.</summary>
    public Doubt Doubt =>
        Status switch
        {
            StepStatus.FailedInDoubt when Ended => Doubt.OwnError,
            StepStatus.FailedInDoubt => Committing is null ? Doubt.Failed : Doubt.Commit,
            StepStatus.Started when Effect is StepEffect.Outside => Committing is null ? Doubt.CutOff : Doubt.Commit,
            StepStatus.Started when Effect is StepEffect.Transaction or StepEffect.Listed && Committing is not null => Doubt.Commit,
            _ => Doubt.None,
        };

    /// <summary>Something has to resolve it before it runs again.</summary>
    public bool InDoubt => Doubt != Doubt.None;

    /// <summary>Some statements of its list were begun, and it is not done.</summary>
    public bool HasBegunList => Status != StepStatus.Done && Items.Exists(i => i.Progress != ItemProgress.Pending);

    /// <summary>It is a guarded group, not a step.</summary>
    public bool IsGroup => Kind == GroupKind;

    /// <summary>For a guarded group: it was begun and not ended, or its undo was begun and not ended.</summary>
    public bool IsOpen => StartedAt is not null && (Status != StepStatus.Done || Undo is not null);

    /// <summary>
    /// There is no way back behind it. Where it is done without a start, as after a marker or a decision by a person, the plan says
    /// what it is.
    /// </summary>
    public bool IsPastReturn(bool planned) =>
        Status != StepStatus.Pending && (PointOfNoReturn || planned && Status is StepStatus.Done or StepStatus.Unverified);

    /// <summary>It may have had an effect.</summary>
    public bool MayHaveEffect =>
        Status is StepStatus.Done or StepStatus.Unverified
        || InDoubt
        || Left is not null
        || Items.Exists(i => i.Progress != ItemProgress.Pending);

    /// <summary>It records nothing that was done, started or decided: another state may take its place.</summary>
    public bool IsVoid => !MayHaveEffect && Undo is null && !Approved && !IsGroup;

    /// <summary>The same under another path.</summary>
    internal StepState MovedTo(string path)
    {
        StartedAs ??= Path;
        Path = path;
        Undo?.MovedTo(path);
        return this;
    }
}
