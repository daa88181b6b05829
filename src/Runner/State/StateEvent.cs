using System.Text.Json.Serialization;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.State;

/// <summary>
/// One line of the journal. The names are the file format: they change only with <see cref="StateOpened.CurrentFormat"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(StateOpened), "opened")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(RunFinished), "run-finished")]
[JsonDerivedType(typeof(StepStarted), "started")]
[JsonDerivedType(typeof(StepListed), "listed")]
[JsonDerivedType(typeof(StepCommitting), "committing")]
[JsonDerivedType(typeof(ItemStarted), "item-started")]
[JsonDerivedType(typeof(ItemDone), "item-done")]
[JsonDerivedType(typeof(ItemFailed), "item-failed")]
[JsonDerivedType(typeof(StepDone), "done")]
[JsonDerivedType(typeof(StepFailed), "failed")]
[JsonDerivedType(typeof(StepUnverified), "unverified")]
[JsonDerivedType(typeof(StepSkipped), "skipped")]
[JsonDerivedType(typeof(StepApproved), "approved")]
[JsonDerivedType(typeof(StepResolved), "resolved")]
[JsonDerivedType(typeof(ItemsResolved), "items-resolved")]
[JsonDerivedType(typeof(StepAccepted), "accepted")]
[JsonDerivedType(typeof(StepUndone), "undone")]
[JsonDerivedType(typeof(GroupReopened), "reopened")]
[JsonDerivedType(typeof(ServersRebound), "rebound")]
[JsonDerivedType(typeof(StateRepaired), "repaired")]
[JsonDerivedType(typeof(StepRunning), "running")]
[JsonDerivedType(typeof(StepsMoved), "moved")]
[JsonDerivedType(typeof(StepDeclaredNew), "new-step")]
internal abstract record StateEvent
{
    public DateTimeOffset At { get; init; }
}

/// <summary>The first line: what the file is for, and which lineage of runs it holds.</summary>
internal sealed record StateOpened(int Format, string Plan, string Environment, string Lineage) : StateEvent
{
    public const int CurrentFormat = 1;

    /// <summary>Started again on purpose (<c>state new</c>): markers that other lineages left in databases do not count.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Fresh { get; init; }
}

/// <summary>A server as it answered when a run started, and what the environment declared for it.</summary>
internal sealed record BoundServer(
    string Connection,
    string Host,
    int Port,
    string Database,
    string SystemIdentifier,
    string Timeline,
    int Version
);

internal sealed record RunStarted(string Run, string Command, string By, string Host, int Pid, string Runner, string? Revision) : StateEvent
{
    public string? Fingerprint { get; init; }

    /// <summary>The values of <c>--var</c>.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }

    /// <summary>Names of those whose value contains a secret and is not stored.</summary>
    public IReadOnlyList<string>? Withheld { get; init; }

    public IReadOnlyList<BoundServer> Servers { get; init; } = [];
}

internal sealed record RunFinished(string Run, int ExitCode) : StateEvent;

/// <summary>A step (or its undo, or a guarded group) is about to run. <paramref name="Rendered"/> is its text, secrets by name.</summary>
internal sealed record StepStarted(string Run, string Step, StepEffect Effect) : StateEvent
{
    public bool Undo { get; init; }

    /// <summary>For a guarded group: how long it may stay open, in seconds from this line's time.</summary>
    public double? TimeoutSeconds { get; init; }

    public bool PointOfNoReturn { get; init; }

    /// <summary>The plan says <c>renamed_from: none</c> of it.</summary>
    public bool New { get; init; }

    public string? Kind { get; init; }

    public string? Source { get; init; }

    public string? Text { get; init; }

    public string? Rendered { get; init; }
}

internal sealed record StepListed(string Run, string Step, bool Undo, IReadOnlyList<ListedStatement> Statements) : StateEvent;

internal sealed record StepCommitting(string Run, string Step, bool Undo, string? Item, CommitPoint Point) : StateEvent
{
    public IReadOnlyDictionary<string, CapturedValue>? Captured { get; init; }
}

/// <summary>Which backend runs a statement outside any transaction: it must be gone before its outcome is checked.</summary>
internal sealed record StepRunning(string Run, string Step, bool Undo, BackendPoint Backend) : StateEvent;

internal sealed record ItemStarted(string Run, string Step, bool Undo, string Item) : StateEvent;

internal sealed record ItemDone(string Run, string Step, bool Undo, string Item) : StateEvent;

internal sealed record ItemFailed(string Run, string Step, bool Undo, string Item, string Message) : StateEvent;

/// <summary><paramref name="Because"/> says how it is known: it ran, its probe said so, its transaction had committed.</summary>
internal sealed record StepDone(string Run, string Step, string Because) : StateEvent
{
    public IReadOnlyDictionary<string, CapturedValue>? Captured { get; init; }

    /// <summary>Set where no <c>started</c> line came before, so that a later change of the text is still seen.</summary>
    public string? Text { get; init; }

    public string? Rendered { get; init; }

    /// <summary>Known from its marker in the database.</summary>
    public bool Marked { get; init; }

    /// <summary>When it was done, according to its marker.</summary>
    public DateTimeOffset? MarkedAt { get; init; }

    /// <summary>The run that did it, according to its marker.</summary>
    public string? MarkedRun { get; init; }
}

/// <summary><paramref name="Certain"/>: nothing was done. Otherwise the step is in doubt.</summary>
internal sealed record StepFailed(string Run, string Step, bool Undo, string Message, bool Certain) : StateEvent
{
    /// <summary>What it started and did not finish, with what the next attempt does about it.</summary>
    public string? Left { get; init; }

    /// <summary>Not certain, but it ended by itself, with an error.</summary>
    public bool Ended { get; init; }
}

internal sealed record StepUnverified(string Run, string Step, string Message) : StateEvent
{
    public IReadOnlyDictionary<string, CapturedValue>? Captured { get; init; }
}

internal sealed record StepSkipped(string Run, string Step, string Reason) : StateEvent;

internal sealed record StepApproved(string Step, string By, string Host) : StateEvent
{
    public string? Text { get; init; }
}

internal sealed record StepResolved(string Step, bool Done, string Reason, string By, string Host) : StateEvent
{
    /// <summary>What the step would have captured, as the person read it.</summary>
    public IReadOnlyDictionary<string, CapturedValue>? Captured { get; init; }
}

/// <summary>A person resolved single statements of a list; the rest of it stays what it was.</summary>
internal sealed record ItemsResolved(string Step, IReadOnlyList<string> Items, bool Done, string Reason, string By, string Host)
    : StateEvent;

internal sealed record StepAccepted(string Step, string Reason, string By, string Host, string Text, string Rendered) : StateEvent;

internal sealed record StepUndone(string Run, string Step, string Because) : StateEvent;

/// <summary>A guarded group was undone: every marker, capture and approval inside it is void.</summary>
internal sealed record GroupReopened(string Run, string Group, string Because) : StateEvent;

/// <summary>Lines after this one were damaged and are gone: what they recorded is no longer known.</summary>
internal sealed record StateRepaired(string By, string Host) : StateEvent;

internal sealed record ServersRebound(string By, string Host, string Reason, IReadOnlyList<BoundServer> Servers) : StateEvent;

/// <summary>From one id to another.</summary>
internal sealed record StepMove(string From, string To);

/// <summary>Markers that continue under other ids, all at once; markers in databases follow in the next run, once for each <paramref name="Id"/>.</summary>
internal sealed record StepsMoved(string Id, IReadOnlyList<StepMove> Moves, string Reason, string By, string Host) : StateEvent
{
    /// <summary>Names of the plan's <c>renamed_from</c> under which nothing is moved any more: another step has that id now.</summary>
    public IReadOnlyList<StepMove> Settled { get; init; } = [];
}

/// <summary>A person declared a step new, although these have or had a similar text.</summary>
internal sealed record StepDeclaredNew(string Step, IReadOnlyList<string> Beside, string Reason, string By, string Host) : StateEvent;
