using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace PlanRunner.Templating;

/// <summary>A list of values that templates read.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is the array of the language.")]
internal sealed class TemplateArray : ScriptArray, IList
{
    public TemplateArray() { }

    public TemplateArray(IEnumerable<object?> items)
        : base(items)
    {
        // Scriban makes the array's members on the first look, which may be two at once.
        _ = ScriptObject;
    }

    // Scriban's own set and add items of a read-only array too, and other renders would read them.
    object? IList.this[int index]
    {
        get => this[index];
        set
        {
            this.AssertNotReadOnly();
            this[index] = value;
        }
    }

    int IList.Add(object? value)
    {
        Add(value);
        return Count - 1;
    }
}
