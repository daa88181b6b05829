using PlanRunner.Source;
using PlanRunner.Sql.Rules;

namespace PlanRunner.Steps.Texts;

/// <summary>A mapping of session settings, of the plan, a step or a kind; its values are templates.</summary>
internal static class SettingTemplates
{
    public static IReadOnlyDictionary<string, PlanTemplate> Bind(Node? node, Diagnostics diagnostics)
    {
        var settings = new Dictionary<string, PlanTemplate>(StringComparer.Ordinal);
        foreach (var (key, value) in (node as MappingNode)?.Entries ?? [])
        {
            if (value is not ScalarNode scalar)
                continue;
            if (RequiredSettings.Mistake(key.Value, scalar.Value) is var (id, message, help))
                diagnostics.Error(id, message, scalar.Place, help);
            else if (PlanTemplate.Parse(scalar.Value, scalar, diagnostics) is { } template)
                settings[key.Value] = template;
        }

        return settings;
    }
}
