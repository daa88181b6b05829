using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Contract;

/// <summary>A step as the plan says it. A group is a step that has <see cref="Steps"/> instead of a <see cref="Body"/>.</summary>
internal sealed class Step
{
    public required string Id { get; init; }

    /// <summary>Its path without foreach instances.</summary>
    public required StepPath Path { get; init; }

    /// <summary>The place of its id.</summary>
    public required Place Place { get; init; }

    /// <summary>Paths that it had before, the last one first.</summary>
    public IReadOnlyList<FormerPath> RenamedFrom { get; init; } = [];

    /// <summary>The plan says that it is a new step, whatever ran under another id.</summary>
    public bool IsNew { get; init; }

    public StepBody? Body { get; init; }

    /// <summary>Of the body as written: its keys, its values and the files it names, before rendering.</summary>
    public string SourceFingerprint => field ??= Fingerprint.Of(Written);

    /// <summary>The text of <see cref="SourceFingerprint"/>.</summary>
    public string Written { get; init; } = "";

    public IReadOnlyList<Step> Steps { get; init; } = [];

    public bool IsGroup => Body is null;

    public PlanTemplate? Title { get; init; }

    public PlanTemplate? Description { get; init; }

    public PlanTemplate? Hint { get; init; }

    /// <summary>Siblings above that it waits for; null means all of them.</summary>
    public IReadOnlyList<string>? Needs { get; init; }

    public PlanTemplate? When { get; init; }

    public PlanTemplate? ForEach { get; init; }

    /// <summary>The name of an instance's item in templates.</summary>
    public string As { get; init; } = "item";

    /// <summary>For items that are maps: the member that names the instance.</summary>
    public string? Key { get; init; }

    public Probe? DoneWhen { get; init; }

    public Probe? Verify { get; init; }

    public Undo? Undo { get; init; }

    public PlanTemplate? Confirm { get; init; }

    public bool Idempotent { get; init; }

    public Retry? Retry { get; init; }

    public OnInterrupted OnInterrupted { get; init; }

    public OnChange OnChange { get; init; }

    public bool PointOfNoReturn { get; init; }

    /// <summary>True for a group with <c>on_failure: undo</c>.</summary>
    public bool Guarded { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>Findings that the plan takes responsibility for, by their ids; of a group, for all in it.</summary>
    public IReadOnlyDictionary<string, Waiver> Waivers { get; init; } = new Dictionary<string, Waiver>();

    /// <summary>Session settings of its own; values are templates.</summary>
    public IReadOnlyDictionary<string, PlanTemplate> Settings { get; init; } = new Dictionary<string, PlanTemplate>();
}
