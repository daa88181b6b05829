using System.Text.RegularExpressions;
using PlanRunner.Quoting;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds.Shell;

/// <summary>A shell step as the plan says it.</summary>
internal sealed class ShellStep(ShellKind kind) : StepBody(kind)
{
    public required Place Place { get; init; }

    public TextSlot? Script { get; init; }

    public IReadOnlyList<PlanTemplate>? Command { get; init; }

    public IReadOnlyDictionary<string, PlanTemplate> Environment { get; init; } = new Dictionary<string, PlanTemplate>();

    public PlanTemplate? Folder { get; init; }

    public PlanTemplate? Input { get; init; }

    /// <summary><c>stdout</c>, <c>lines</c> or <c>json</c>.</summary>
    public string? Capture { get; init; }

    public override string? CaptureType(string name) =>
        name switch
        {
            "lines" => "text[]",
            "json" => "jsonb",
            _ => "text",
        };

    public ITemplateFiles? Files { get; init; }

    /// <summary>Files and folders that its program reads, beside those that its text names; <c>!NAME</c> leaves one out.</summary>
    public IReadOnlyList<string> NamedFiles { get; init; } = [];

    public IReadOnlyList<int> SuccessCodes { get; init; } = [0];

    public IReadOnlyList<Regex> FailOnOutput { get; init; } = [];

    public IReadOnlyList<Regex> AllowOutput { get; init; } = [];

    public override RenderedBody? Render(RenderScope scope)
    {
        var ok = true;
        var script = Keep(Script?.Render(scope, TextContext.Shell), Script is not null, ref ok);
        var command = Command?.Select(part => Argument(part, scope)).ToList();
        ok &= command is null || command.TrueForAll(part => part is not null);
        var environment = Environment.ToDictionary(entry => entry.Key, entry => Passed(entry.Value, scope), StringComparer.Ordinal);
        ok &= environment.Values.All(value => value is not null);
        var folder = Keep(Folder?.Render(scope, TextContext.Plain), Folder is not null, ref ok);
        var input = Keep(Input?.Render(scope, TextContext.Plain), Input is not null, ref ok);
        if (!ok)
            return null;
        return new RenderedShell(this)
        {
            Script = script,
            Command = command?.OfType<RenderedText>().ToList(),
            Environment = environment.ToDictionary(entry => entry.Key, entry => entry.Value!, StringComparer.Ordinal),
            Folder = folder,
            Input = input,
        };
    }

    private static RenderedText? Keep(RenderedText? text, bool wanted, ref bool ok)
    {
        ok &= text is not null || !wanted;
        return text;
    }

    // A process would receive only what precedes a NUL.
    private static RenderedText? Passed(PlanTemplate template, RenderScope scope) =>
        template.Render(scope, TextContext.Plain) is { } passed && TextAdmission.CanBeSent(passed, scope.Diagnostics) ? passed : null;

    private static RenderedText? Argument(PlanTemplate template, RenderScope scope)
    {
        var text = Passed(template, scope);
        if (text is not { HoldsSecret: true })
            return text;
        // Every user of the machine can read the arguments of every process.
        scope.Diagnostics.Error(
            "PR4201",
            "a secret would be an argument, which every process list shows",
            text.PlaceAt(0),
            "pass it in env, in stdin, or through with_connections"
        );
        return null;
    }
}
