using PlanRunner.Steps.Source;

namespace PlanRunner.Steps;

/// <summary>A step (or one instance of it) with every text rendered for one environment.</summary>
public sealed class RenderedStep
{
    public required StepPath Path { get; init; }

    public required Step Step { get; init; }

    public Place Place => Step.Place;

    /// <summary>Null for a group.</summary>
    public RenderedBody? Body { get; init; }

    public IReadOnlyList<RenderedStep> Steps { get; init; } = [];

    public bool IsGroup => Step.IsGroup;

    /// <summary>The title, else the id.</summary>
    public required string Title { get; init; }

    public string? Description { get; init; }

    public string? Hint { get; init; }

    public string? Confirm { get; init; }

    /// <summary>False where <c>when</c> said no: the step is skipped.</summary>
    public bool Included { get; init; } = true;

    public RenderedProbe? DoneWhen { get; init; }

    public RenderedProbe? Verify { get; init; }

    /// <summary>Null where the step has none or said <c>none</c>; see <see cref="Step"/>.</summary>
    public RenderedBody? Undo { get; init; }

    /// <summary>The plan's defaults overlaid by the step's own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public TimeSpan? Timeout { get; init; }

    /// <summary>Of the templates as written, before rendering.</summary>
    public required string SourceFingerprint { get; init; }

    /// <summary>Of the rendered text: what a marker is compared with.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The instance's key where it comes from a foreach.</summary>
    public string? InstanceKey { get; init; }

    /// <summary>Checks and manual steps: asked or approved, never rerun for a changed text.</summary>
    public bool IsCheck => Body?.Kind.IsCheck ?? false;

    public OnChange OnChange => IsCheck || Body?.Effect == StepEffect.Person ? OnChange.Accept : Step.OnChange;

    public IEnumerable<RenderedStep> Leaves => IsGroup ? Steps.SelectMany(s => s.Leaves) : [this];
}
