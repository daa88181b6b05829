using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace PlanRunner.Templating;

/// <summary>The names of a render: those that it sets itself, and below them the model, of which each value is made when it is asked for.</summary>
internal sealed class NameScope(TemplateObject model, bool redacted, Action<string>? read) : ScriptObject(0, autoImportStaticsFromThisType: false)
{
    public IEnumerable<string> Names => model.Keys;

    public override bool Contains(string member) => base.Contains(member) || model.ContainsKey(member);

    public override bool TryGetValue(TemplateContext? context, SourceSpan span, string member, out object? value)
    {
        if (base.TryGetValue(context!, span, member, out value))
            return true;
        if (!model.TryGet(member, out var given))
            return false;
        read?.Invoke(member);
        foreach (var secret in Templating.Values.Secrets(given))
            ((RenderContext)context!).Meet(secret);
        value = Templating.Values.ToScript(given, redacted);
        return true;
    }
}
