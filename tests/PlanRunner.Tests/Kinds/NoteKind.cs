using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Tests.Kinds;

/// <summary>A kind that the tool does not know: it adds a line to a file, or takes it out again.</summary>
internal sealed class NoteKind : StepKind
{
    public override string Key => "note";

    public override TextLanguage Language => TextLanguage.Prose;

    public override bool CanUndo => true;

    public override string Schema =>
        """
            {
              "type": "object",
              "required": ["file", "text"],
              "additionalProperties": false,
              "properties": {
                "file": { "type": "string", "minLength": 1 },
                "text": { "type": "string" },
                "remove": { "type": "boolean" }
              }
            }
            """;

    public override StepBody Bind(MappingNode node, StepBinder binder) =>
        new NoteStep(this)
        {
            File = binder.String(node, "file")!,
            Text = binder.Template(node, "text")!,
            Remove = binder.Boolean(node, "remove"),
        };

    private sealed class NoteStep(NoteKind kind) : StepBody(kind)
    {
        public required string File { get; init; }

        public required PlanTemplate Text { get; init; }

        public bool Remove { get; init; }

        public override RenderedBody? Render(RenderScope scope) =>
            Text.Render(scope, TextContext.Plain) is { } text ? new RenderedNote(this, text) : null;
    }

    private sealed class RenderedNote(NoteStep step, RenderedText text) : RenderedBody(step)
    {
        public override StepEffect Effect => StepEffect.Outside;

        public override string Redacted => $"-- {(step.Remove ? "out of" : "into")}: {step.File}\n{text.Redacted}";

        public override bool HoldsSecret => text.HoldsSecret;

        public override async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
        {
            var path = Path.Combine(context.PlanFolder, step.File);
            var lines = File.Exists(path) ? await File.ReadAllLinesAsync(path, cancellationToken) : [];
            var others = lines.Where(line => line != text.Text).ToList();
            await File.WriteAllLinesAsync(path, step.Remove ? others : [.. others, text.Text], cancellationToken);
            return StepOutcome.Done.Nothing;
        }
    }
}
