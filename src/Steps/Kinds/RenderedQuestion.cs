using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Kinds;

/// <summary>A step that runs a query first, with what these share: its session's settings and what is fingerprinted of them.</summary>
internal abstract class RenderedQuestion(SqlBody step, Question question, IReadOnlyDictionary<string, RenderedText> settings)
    : RenderedBody(step)
{
    protected Question Question { get; } = question;

    protected IReadOnlyDictionary<string, RenderedText> OwnSettings { get; } = settings;

    public override StepEffect Effect => StepEffect.None;

    public override bool HoldsSecret => Question.Text.HoldsSecret;

    public override string FingerprintFacts =>
        $"params={string.Join(',', Body.Parameters.Keys.Order(StringComparer.Ordinal))}{KindSettings.Facts(OwnSettings)}";

    /// <summary>The step's settings with its own over them.</summary>
    protected IReadOnlyDictionary<string, string> SettingsIn(StepContext context) => KindSettings.Over(context.Settings, OwnSettings);
}
