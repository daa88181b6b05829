using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Results;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>Checks that something is so; shows what it found where it is not.</summary>
internal sealed class AssertKind : StepKind
{
    public override string Key => "assert";

    public override IReadOnlyList<string> OtherNames => ["check"];

    public override bool IsCheck => true;

    public override StepBody Bind(MappingNode node, StepBinder binder) =>
        new AssertStep(this, SqlKeys.Bind(node, binder))
        {
            Condition = ConditionBinder.Bind(node, binder),
            Warn = binder.String(node, "severity") == "warn",
        };
}

/// <summary>An <c>assert</c> step as the plan says it.</summary>
internal sealed class AssertStep(AssertKind kind, SqlKeys keys) : SqlBody(kind, keys)
{
    internal BoundCondition? Condition { get; init; }

    /// <summary>True where a failure lets the run continue.</summary>
    public bool Warn { get; init; }

    public override RenderedBody? Render(RenderScope scope)
    {
        var question = Keys.Question(scope);
        var condition = Condition is null ? null : Kinds.Condition.Render(Condition.Key, Condition.Expected, Condition.Place, scope);
        var settings = Keys.RenderSettings(scope);
        return question is null || condition is null || settings is null ? null : new RenderedAssert(this, question, condition, settings);
    }
}

/// <summary>An <c>assert</c> step with its question and condition.</summary>
internal sealed class RenderedAssert(
    AssertStep step,
    Question question,
    Condition condition,
    IReadOnlyDictionary<string, RenderedText> settings
) : RenderedQuestion(step, question, settings)
{
    public override string Redacted =>
        Checks.Header(
            ("on", Question.Connection),
            (condition.Key, condition.Text[(condition.Key.Length + 2)..]),
            ("severity", step.Warn ? "warn" : null)
        ) + Question.Text.Redacted;

    public override Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
        Checks.RunAsync(
            context,
            Question.Place,
            async _ =>
            {
                var (judgement, rows) = await AskAsync(context, cancellationToken);
                if (judgement.Verdict == Verdict.Holds)
                    return StepOutcome.Done.Nothing;
                var told = Diagnostic.Error(
                    "PR6120",
                    context.Redactor.Redact($"{condition.Text} does not hold: {judgement.Found}"),
                    Question.Place
                ) with
                {
                    Detail = ResultTable.Format(rows),
                };
                return Checks.Told(told, step.Warn && judgement.Verdict == Verdict.DoesNotHold);
            },
            cancellationToken
        );

    public override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellationToken) =>
        Checks.ObserveAsync(
            context,
            Question.Place,
            step.Parameters,
            async () =>
            {
                var (judgement, rows) = await AskAsync(context, cancellationToken);
                return condition.Observed(judgement, rows, context.Redactor) with
                {
                    OnlyWarns = step.Warn && judgement.Verdict == Verdict.DoesNotHold,
                };
            }
        );

    private Task<(Judgement Judgement, FoundRows Rows)> AskAsync(StepContext context, CancellationToken cancellationToken) =>
        Question.AskAsync(
            context,
            SettingsIn(context),
            ResultTable.MostKept,
            (_, result) => Task.FromResult((condition.Judge(result), FoundRows.Of(result, context.Redactor))),
            cancellationToken
        );
}
