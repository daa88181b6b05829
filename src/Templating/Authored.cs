using System.Runtime.CompilerServices;

namespace PlanRunner.Templating;

/// <summary>
/// Which strings the template's author wrote: those very objects, and no others, however equal they are. A value is never one of
/// them, and what a function makes of one is a value.
/// </summary>
internal static class Authored
{
    private static readonly ConditionalWeakTable<string, object> Known = [];

    public static bool Is(string text) => Known.TryGetValue(text, out _);

    /// <summary>The same text as an object of its own, known as the author's.</summary>
    public static object Of(string text)
    {
        // There is but one string without letters.
        if (text.Length == 0)
            return TextValue.Trusted("");
        var own = new string(text.AsSpan());
        Known.Add(own, Known);
        return own;
    }

    /// <summary>The same text, certainly not known as the author's.</summary>
    public static string Value(string text) => Is(text) ? new string(text.AsSpan()) : text;
}
