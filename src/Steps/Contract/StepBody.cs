using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Contract;

/// <summary>What a step of some kind says in the plan, its templates parsed and not yet rendered.</summary>
internal abstract class StepBody(StepKind kind)
{
    public StepKind Kind { get; } = kind;

    /// <summary>Connections that it names, for the checks of the whole plan.</summary>
    public IReadOnlyList<ConnectionReference> Connections { get; init; } = [];

    /// <summary>Names that later steps may receive: columns for SQL, <c>stdout</c>, <c>lines</c> or <c>json</c> for a shell step.</summary>
    public IReadOnlyList<string> Captures { get; init; } = [];

    public Place? CapturePlace { get; init; }

    /// <summary>The Postgres type of what it captures under a name; null where only a server knows it.</summary>
    public virtual string? CaptureType(string name) => null;

    public IReadOnlyDictionary<string, CaptureReference> Parameters { get; init; } = new Dictionary<string, CaptureReference>();

    /// <summary>A deadline inside the kind's mapping (a wait's), which overrides the step's own and the plan's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>True where running it leaves something behind that a guarded group may have to undo.</summary>
    public virtual bool HasEffect => !Kind.IsCheck;

    /// <summary>Renders every text. Mistakes go to the scope's diagnostics; null when there were any.</summary>
    public abstract RenderedBody? Render(RenderScope scope);
}
