using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace PlanRunner.Templating;

/// <summary>The model as a render reads it: each value is made when it is asked for, and none can be changed.</summary>
internal sealed class GivenObject(TemplateObject model, bool redacted, Action<string>? read) : ScriptObject(0, autoImportStaticsFromThisType: false)
{
    public IEnumerable<string> Names => model.Keys;

    public override bool Contains(string member) => model.ContainsKey(member);

    public override bool CanWrite(string member) => false;

    public override bool TryGetValue(TemplateContext? context, SourceSpan span, string member, out object? value)
    {
        value = null;
        if (!model.TryGet(member, out var given))
            return false;
        read?.Invoke(member);
        foreach (var secret in Templating.Values.Secrets(given))
            ((RenderContext)context!).Meet(secret);
        value = Templating.Values.ToScript(given, redacted);
        return true;
    }
}
