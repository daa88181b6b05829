using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Processes;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>
/// Work that no program here can do. Where a query can see it, the step's <c>done_when</c> is polled by the executor and nobody
/// has to say so; here is what is left: an answer from the environment, an approval given before, or a person.
/// </summary>
internal sealed class ManualKind : StepKind
{
    public override string Key => "manual";

    public override TextLanguage Language => TextLanguage.Prose;

    public override bool IsPersonsWork => true;

    public override StepBody Bind(MappingNode node, StepBinder binder) =>
        new ManualStep(this) { Place = node.Place, Instructions = binder.Template(node, "instructions") };
}

/// <summary>A manual step as the plan says it.</summary>
internal sealed class ManualStep(ManualKind kind) : StepBody(kind)
{
    public required Place Place { get; init; }

    public PlanTemplate? Instructions { get; init; }

    /// <summary>What a person did, a person undoes.</summary>
    public override bool HasEffect => false;

    public override RenderedBody? Render(RenderScope scope) =>
        Instructions?.Render(scope, TextContext.Plain) is { } text ? new RenderedManual(this, text) : null;
}

/// <summary>The instructions to a person, as Markdown.</summary>
internal sealed class RenderedManual(ManualStep step, RenderedText instructions) : RenderedBody(step)
{
    public override StepEffect Effect => StepEffect.Person;

    public override bool HoldsSecret => instructions.HoldsSecret;

    public override string Redacted => instructions.Redacted;

    public override async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (context.Approved)
            return StepOutcome.Done.Nothing;
        if (context.ManualAnswer is { } answer)
            return await AnswerAsync(answer, context, cancellationToken);
        var asked = Diagnostic.Error(
            "PR6301",
            $"step \"{context.Path}\" is waiting for approval",
            step.Place,
            $"when it is done: planrunner approve PLAN {context.Path} --env ENVIRONMENT"
        );
        return new StepOutcome.NeedsPerson(asked with { Detail = instructions.Redacted.TrimEnd() });
    }

    private async Task<StepOutcome> AnswerAsync(IReadOnlyList<string> answer, StepContext context, CancellationToken cancellationToken)
    {
        var said = Excerpt.OfUnkept();
        void Say(string line)
        {
            var shown = context.Redactor.Redact(line);
            lock (said)
            {
                said.Add(shown);
                context.Tell(new StepEvent.Output(context.Path, shown));
            }
        }

        var command = ProcessCommand.Of(answer[0], answer.Skip(1)) with
        {
            WorkingDirectory = context.PlanFolder,
            Environment = new Dictionary<string, string?>(context.ProgramVariables(), StringComparer.Ordinal)
            {
                ["PLANRUNNER_STEP"] = context.Path.Value,
            },
            OnOutput = Say,
            OnError = Say,
            Keep = 0,
        };
        try
        {
            var result = await context.Processes.RunAsync(command, cancellationToken);
            if (result.Ok)
                return StepOutcome.Done.Nothing;
            var failed = Diagnostic.Error(
                "PR6302",
                $"the environment's command for \"{context.Path}\" ended with exit code {result.ExitCode}",
                step.Place,
                $"correct manual: {context.Path}: in the environment"
            );
            return new StepOutcome.Failed(
                failed with
                {
                    Detail = said.IsEmpty ? null : string.Join('\n', said.Lines),
                },
                EffectAfterFailure.Partial
            );
        }
        catch (ProcessStartException exception)
        {
            return new StepOutcome.Failed(
                Diagnostic.Error("PR6303", exception.Message, step.Place, exception.HelpText),
                EffectAfterFailure.None
            );
        }
    }
}
