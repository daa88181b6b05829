using System.Globalization;
using System.Text;

namespace PlanRunner.Source;

/// <summary>
/// A character that a reader would not see, or that would make text look like another: a control, a line end too, a mark of writing
/// direction, a character without width.
/// </summary>
internal static class HiddenCharacter
{
    public static bool Is(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    /// <summary>The name of the first in a text: U+202E. Null where there is none.</summary>
    public static string? In(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Is(rune))
                return string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
        }

        return null;
    }
}
