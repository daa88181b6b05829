using System.Diagnostics.CodeAnalysis;

namespace PlanRunner.Templating;

/// <summary>A list of values that templates read.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is the array of the language.")]
public sealed class TemplateArray : ScriptArray
{
    public TemplateArray()
    {
    }

    public TemplateArray(IEnumerable<object?> items)
        : base(items)
    {
        // Scriban makes the array's members on the first look, which may be two at once.
        _ = ScriptObject;
    }
}
