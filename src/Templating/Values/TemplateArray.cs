using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace PlanRunner.Templating;

/// <summary>A list of values, which may carry members of its own too.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is the array of the language.")]
public sealed class TemplateArray : IReadOnlyList<object?>
{
    private readonly List<object?> items;

    public TemplateArray() => items = [];

    public TemplateArray(IEnumerable<object?> items) => this.items = [.. items.Select(Normal.Value)];

    public int Count => items.Count;

    /// <summary>Members attached by name, such as the named arguments in <c>$</c>.</summary>
    internal TemplateObject? Members { get; set; }

    /// <summary>The secrets whose text decided how many items there are.</summary>
    internal string? Secrets { get; init; }

    internal bool IsGiven { get; private set; }

    /// <summary>An item; null outside the array. Setting one past the end fills the gap with nulls.</summary>
    public object? this[int index]
    {
        get => index >= 0 && index < items.Count ? items[index] : null;
        set
        {
            while (items.Count <= index)
            {
                items.Add(null);
            }

            items[index] = Admitted(value);
        }
    }

    public void Add(object? value) => items.Add(Admitted(value));

    public IEnumerator<object?> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Give()
    {
        if (!IsGiven)
        {
            IsGiven = true;
            items.ForEach(Normal.Give);
        }
    }

    private object? Admitted(object? value)
    {
        var normal = Normal.Value(value);
        if (IsGiven)
        {
            Normal.Give(normal);
        }

        return normal;
    }
}
