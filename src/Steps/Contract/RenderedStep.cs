using System.Text;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Contract;

/// <summary>A step (or one instance of it) with every text rendered for one environment.</summary>
internal sealed class RenderedStep
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
    public string SourceFingerprint => IsGroup ? Fingerprint : Step.SourceFingerprint;

    /// <summary>Of the rendered text: what a marker is compared with. Made when it is asked for: checking a plan asks for none.</summary>
    public string Fingerprint => field ??= Model.Fingerprint.Of(Body is null ? "group" : FingerprintText(Body, Body.Redacted));

    /// <summary>What ran was this very text.</summary>
    /// <param name="fingerprint">Of what ran.</param>
    /// <param name="rendered">What ran, where that is known.</param>
    public bool IsTextOf(string? fingerprint, string? rendered) =>
        fingerprint == Fingerprint
        || (
            rendered is not null
            && Body is not null
            && Body.RedactedBeside(rendered) is var beside
            && beside != Body.Redacted
            && fingerprint == Model.Fingerprint.Of(FingerprintText(Body, beside))
        );

    /// <summary>The names of all that it, its questions and its undo talk to.</summary>
    public IEnumerable<string> Connections =>
        (Body?.Connections ?? [])
            .Concat(Undo?.Connections ?? [])
            .Concat(new[] { DoneWhen, Verify }.OfType<RenderedProbe>().Select(p => p.Connection));

    /// <summary>The names (variables, <c>environment</c>, <c>connections</c> …) its texts, condition, list and settings read.</summary>
    public IReadOnlySet<string> Names { get; init; } = new HashSet<string>();

    /// <summary>The instance's key where it comes from a foreach.</summary>
    public string? InstanceKey { get; init; }

    /// <summary>Checks and manual steps: asked or approved, never rerun for a changed text.</summary>
    public bool IsCheck => Body?.Kind.IsCheck ?? false;

    public OnChange OnChange => IsCheck || Body?.Effect == StepEffect.Person ? OnChange.Accept : Step.OnChange;

    public IEnumerable<RenderedStep> Leaves => IsGroup ? Steps.SelectMany(s => s.Leaves) : [this];

    private static string FingerprintText(RenderedBody body, string redacted)
    {
        var text = new StringBuilder(body.Kind.Key);
        foreach (var connection in body.Connections)
            text.Append('\n').Append(connection);
        return text.Append('\n').Append(body.FingerprintFacts).Append('\n').Append(redacted).ToString();
    }
}
