using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>Reads values for later steps: one row of one question.</summary>
internal sealed class QueryKind : StepKind
{
    public override string Key => "query";

    public override bool IsCheck => true;

    public override string CaptureHelp(string step, string wanted, IReadOnlyList<string> captured) =>
        $"add capture: [{wanted}] to \"{step}\"";

    public override StepBody Bind(MappingNode node, StepBinder binder) =>
        new QueryStep(this, SqlKeys.Bind(node, binder)) { Captures = binder.Captures(node) };
}

/// <summary>A <c>query</c> step as the plan says it.</summary>
internal sealed class QueryStep(QueryKind kind, SqlKeys keys) : SqlBody(kind, keys)
{
    public override RenderedBody? Render(RenderScope scope)
    {
        var settings = Keys.RenderSettings(scope);
        return Keys.Question(scope) is { } question && settings is not null ? new RenderedQuery(this, question, settings) : null;
    }
}

/// <summary>A <c>query</c> step with its question.</summary>
internal sealed class RenderedQuery(QueryStep step, Question question, IReadOnlyDictionary<string, RenderedText> settings)
    : RenderedQuestion(step, question, settings)
{
    public override string Redacted =>
        Checks.Header(("on", Question.Connection), ("capture", string.Join(", ", step.Captures))) + Question.Text.Redacted;

    public override Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
        Checks.RunAsync(
            context,
            Question.Place,
            async _ =>
                await ReadAsync(context, cancellationToken) is var (captured, wrong) && wrong is null
                    ? new StepOutcome.Done(captured)
                    : Checks.Failed(wrong!),
            cancellationToken
        );

    public override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellationToken) =>
        Checks.ObserveAsync(
            context,
            Question.Place,
            step.Parameters,
            async () =>
            {
                var (captured, wrong) = await ReadAsync(context, cancellationToken);
                return new Observation.Checked(
                    wrong is null,
                    wrong?.Message ?? context.Redactor.Redact(string.Join(", ", captured.Select(c => $"{c.Key} = {c.Value.Text}")))
                );
            }
        );

    private Task<(IReadOnlyDictionary<string, CapturedValue> Captured, Diagnostic? Wrong)> ReadAsync(
        StepContext context,
        CancellationToken cancellationToken
    ) =>
        Question.AskAsync(
            context,
            SettingsIn(context),
            keep: 1,
            (session, result) => Captures.TakeAsync(session, result, step.Captures, Question.Place, context.Redactor, cancellationToken),
            cancellationToken
        );
}
