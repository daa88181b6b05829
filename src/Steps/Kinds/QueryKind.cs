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

    public override StepBody Bind(MappingNode node, StepBinder binder)
    {
        var on = binder.Connection(node);
        return new QueryStep(this)
        {
            On = on,
            Text = binder.Text(node),
            Settings = KindSettings.Bind(node, binder),
            Connections = on is null ? [] : [on],
            Captures = binder.Captures(node),
            CapturePlace = node["capture"]?.Place,
            Parameters = binder.Parameters(node),
        };
    }
}

/// <summary>A <c>query</c> step as the plan says it.</summary>
internal sealed class QueryStep(QueryKind kind) : StepBody(kind)
{
    public ConnectionReference? On { get; init; }

    public TextSlot? Text { get; init; }

    public IReadOnlyDictionary<string, PlanTemplate> Settings { get; init; } = new Dictionary<string, PlanTemplate>();

    public override RenderedBody? Render(RenderScope scope)
    {
        var settings = KindSettings.Render(Settings, scope);
        return Question.Render(On, Text, Parameters, scope) is { } question && settings is not null
            ? new RenderedQuery(this, question, settings)
            : null;
    }
}

/// <summary>A <c>query</c> step with its question.</summary>
internal sealed class RenderedQuery : RenderedBody
{
    private readonly QueryStep step;
    private readonly Question question;
    private readonly IReadOnlyDictionary<string, RenderedText> settings;

    internal RenderedQuery(QueryStep step, Question question, IReadOnlyDictionary<string, RenderedText> settings)
        : base(step)
    {
        this.step = step;
        this.question = question;
        this.settings = settings;
    }

    public override StepEffect Effect => StepEffect.None;

    public override bool HoldsSecret => question.Text.HoldsSecret;

    public override string Redacted =>
        Checks.Header(("on", question.Connection), ("capture", string.Join(", ", step.Captures))) + question.Text.Redacted;

    public override string FingerprintFacts =>
        $"params={string.Join(',', step.Parameters.Keys.Order(StringComparer.Ordinal))}{KindSettings.Facts(settings)}";

    public override Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
        Checks.RunAsync(
            context,
            question.Place,
            async _ =>
                await ReadAsync(context, cancellationToken) is var (captured, wrong) && wrong is null
                    ? new StepOutcome.Done(captured)
                    : Checks.Failed(wrong!),
            cancellationToken
        );

    public override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellationToken) =>
        Checks.ObserveAsync(
            context,
            question.Place,
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
        question.AskAsync(
            context,
            KindSettings.Over(context.Settings, settings),
            keep: 1,
            (session, result) => Captures.TakeAsync(session, result, step.Captures, question.Place, context.Redactor, cancellationToken),
            cancellationToken
        );
}
