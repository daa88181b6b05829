using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Scriban.Runtime;

namespace PlanRunner.Templating;

/// <summary>A map from names to values that keeps its order; also the model of a render.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is the object of the language.")]
public sealed class TemplateObject : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly OrderedDictionary<string, object?> members = new(StringComparer.Ordinal);
    private ScriptObject? script;
    private IReadOnlyList<TextValue>? secrets;

    public int Count => members.Count;

    public IEnumerable<string> Keys => members.Keys;

    /// <summary>A member; null when there is none. A .NET string that is put in counts as a value.</summary>
    public object? this[string key]
    {
        get => members.GetValueOrDefault(key);
        set
        {
            members[key] = Values.Normal(value);
            (script, secrets) = (null, null);
        }
    }

    public void Add(string key, object? value) => this[key] = value;

    public bool TryGet(string key, out object? value) => members.TryGetValue(key, out value);

    public bool ContainsKey(string key) => members.ContainsKey(key);

    /// <summary>The secrets in it, at any depth.</summary>
    internal IReadOnlyList<TextValue> Secrets => secrets ??= [.. members.Values.SelectMany(Values.Secrets)];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As templates see it: it is made once and can only be read, from any thread.</summary>
    internal ScriptObject ToScript(bool redacted)
    {
        if (!redacted && script is { } made)
            return made;
        var result = new ScriptObject(members.Count);
        foreach (var (name, value) in members)
            result.SetValue(name, Values.ToScript(value, redacted), readOnly: true);
        result.IsReadOnly = true;
        return redacted ? result : script = result;
    }
}
