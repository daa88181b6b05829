using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>The keys of all SQL kinds: a connection, <c>text</c> or <c>file</c> with <c>args</c>, <c>params</c>, <c>settings</c>.</summary>
internal sealed record SqlKeys(
    ConnectionReference? On,
    TextSlot? Text,
    IReadOnlyDictionary<string, PlanTemplate> Settings,
    IReadOnlyDictionary<string, CaptureReference> Parameters
)
{
    /// <param name="node">The kind's mapping.</param>
    /// <param name="binder">Reads it.</param>
    /// <param name="on">The key of its connection.</param>
    public static SqlKeys Bind(MappingNode node, StepBinder binder, string on = "on") =>
        new(
            binder.Connection(node, on),
            binder.Text(node),
            SettingTemplates.Bind(node["settings"], binder.Diagnostics),
            binder.Parameters(node)
        );

    /// <summary>As one read-only question; null where it has mistakes.</summary>
    public Question? Question(RenderScope scope) => Kinds.Question.Render(On, Text, Parameters, scope);

    /// <summary>Null where one cannot be rendered.</summary>
    public IReadOnlyDictionary<string, RenderedText>? RenderSettings(RenderScope scope) => KindSettings.Render(Settings, scope);
}
