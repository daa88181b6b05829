using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Scriban.Runtime;

namespace PlanRunner.Templating;

/// <summary>A list of values that templates read.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is the array of the language.")]
public sealed class TemplateArray : IReadOnlyList<object?>
{
    private readonly List<object?> items;
    private ScriptArray? script;
    private IReadOnlyList<TextValue>? secrets;

    public TemplateArray() => items = [];

    public TemplateArray(IEnumerable<object?> items) => this.items = [.. items.Select(Values.Normal)];

    public int Count => items.Count;

    /// <summary>An item; null outside the array.</summary>
    public object? this[int index] => index >= 0 && index < items.Count ? items[index] : null;

    public void Add(object? value)
    {
        items.Add(Values.Normal(value));
        (script, secrets) = (null, null);
    }

    /// <summary>The secrets in it, at any depth.</summary>
    internal IReadOnlyList<TextValue> Secrets => secrets ??= [.. items.SelectMany(Values.Secrets)];

    public IEnumerator<object?> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As templates see it: it is made once and can only be read, from any thread.</summary>
    internal ScriptArray ToScript(bool redacted)
    {
        if (!redacted && script is { } made)
            return made;
        var result = new ScriptArray(items.Select(item => Values.ToScript(item, redacted)));
        // It makes its members on the first look, which may be two at once.
        _ = result.ScriptObject;
        result.IsReadOnly = true;
        return redacted ? result : script = result;
    }
}
