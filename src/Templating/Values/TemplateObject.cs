using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace PlanRunner.Templating;

/// <summary>A map from names to values that keeps its order; also the model of a render.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is the object of the language.")]
public sealed class TemplateObject : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly OrderedDictionary<string, object?> members;
    private HashSet<string>? locked;

    public TemplateObject() => members = new OrderedDictionary<string, object?>(StringComparer.Ordinal);

    internal TemplateObject(TemplateObject other) =>
        members = new OrderedDictionary<string, object?>(other.members, StringComparer.Ordinal);

    public int Count => members.Count;

    public IEnumerable<string> Keys => members.Keys;

    /// <summary>True once a render has been given it: templates may read it and not change it.</summary>
    internal bool IsGiven { get; private set; }

    /// <summary>A member; null when there is none. A .NET string that is put in counts as untrusted.</summary>
    public object? this[string key]
    {
        get => members.GetValueOrDefault(key);
        set
        {
            var normal = Normal.Value(value);
            if (IsGiven)
            {
                Normal.Give(normal);
            }

            members[key] = normal;
        }
    }

    public void Add(string key, object? value) => this[key] = value;

    public bool TryGet(string key, out object? value) => members.TryGetValue(key, out value);

    public bool ContainsKey(string key) => members.ContainsKey(key);

    public bool Remove(string key) => members.Remove(key);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Give()
    {
        if (!IsGiven)
        {
            IsGiven = true;
            foreach (var value in members.Values)
            {
                Normal.Give(value);
            }
        }
    }

    internal void Lock(string key) => (locked ??= new HashSet<string>(StringComparer.Ordinal)).Add(key);

    internal bool IsLocked(string key) => locked?.Contains(key) == true;
}
