using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>Session settings that a kind's own mapping gives; they lie over those of the step and the plan.</summary>
internal static class KindSettings
{
    /// <summary>Null where one cannot be rendered.</summary>
    public static IReadOnlyDictionary<string, RenderedText>? Render(IReadOnlyDictionary<string, PlanTemplate> settings, RenderScope scope)
    {
        var rendered = new Dictionary<string, RenderedText>(StringComparer.Ordinal);
        var ok = true;
        foreach (var (key, template) in settings)
        {
            if (template.Render(scope, TextContext.Plain) is { } text)
                rendered[key] = text;
            else
                ok = false;
        }

        return ok ? rendered : null;
    }

    public static IReadOnlyDictionary<string, string> Over(
        IReadOnlyDictionary<string, string> below,
        IReadOnlyDictionary<string, RenderedText> own
    )
    {
        if (own.Count == 0)
            return below;
        var all = new Dictionary<string, string>(below, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in own)
            all[key] = value.Text;
        return all;
    }

    public static string Facts(IReadOnlyDictionary<string, RenderedText> own) =>
        string.Concat(own.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"\nset {s.Key}={s.Value.Redacted}"));
}
