using System.Runtime.CompilerServices;

namespace PlanRunner.Templating;

/// <summary>The names of a render: those that it sets, and below them the model's, each made when it is asked for.</summary>
internal sealed class NameScope(TemplateObject model, bool redacted, Action<string>? read)
    : ScriptObject(0, autoImportStaticsFromThisType: false)
{
    // What is shared by renders is looked through only once. It can be neither set in a template nor changed any more.
    private static readonly ConditionalWeakTable<IScriptObject, View> Views = [];

    public IEnumerable<string> Names => model.Keys;

    public override bool Contains(string member) => base.Contains(member) || model.ContainsKey(member);

    public override bool TryGetValue(TemplateContext? context, SourceSpan span, string member, out object? value)
    {
        if (base.TryGetValue(context!, span, member, out value))
            return true;
        if (!model.TryGet(member, out var given))
            return false;
        read?.Invoke(member);
        var render = (RenderContext)context!;
        var shared = given is TemplateObject or TemplateArray ? (IScriptObject)given : null;
        if (shared is null || !Views.TryGetValue(shared, out var view))
        {
            string? secrets = null;
            view = new View(render.Copy(given, leaf => TextValue.ToScript(RenderContext.Noted(leaf, ref secrets))), secrets);
        }

        if (shared is { IsReadOnly: false })
        {
            shared.IsReadOnly = true;
            Views.AddOrUpdate(shared, view);
        }

        render.Meet(view.Secrets);
        value = view.Value;
        if (redacted && view.Secrets is not null)
            value = render.Copy(value, leaf => leaf is TextValue text ? text.Redacted() : leaf);
        return true;
    }

    private sealed record View(object? Value, string? Secrets);
}
