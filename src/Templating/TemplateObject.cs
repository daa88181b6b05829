using System.Diagnostics.CodeAnalysis;

namespace PlanRunner.Templating;

/// <summary>A map from names to values that keeps its order; also the model of a render. A .NET string in it counts as a value.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is the object of the language.")]
internal sealed class TemplateObject : ScriptObject
{
    public TemplateObject() { }

    public TemplateObject(IEnumerable<KeyValuePair<string, object?>> members)
    {
        foreach (var (name, value) in members)
            base[name] = value;
    }

    /// <summary>A member; null when there is none.</summary>
    public override object? this[string key]
    {
        get => TryGet(key, out var value) ? value : null;
        set => base[key] = value;
    }

    public bool TryGet(string key, out object? value) => TryGetValue(null!, default, key, out value);

    public override bool TrySetValue(TemplateContext? context, SourceSpan span, string member, object? value, bool readOnly) =>
        !IsReadOnly && base.TrySetValue(context!, span, member, value, readOnly);
}
