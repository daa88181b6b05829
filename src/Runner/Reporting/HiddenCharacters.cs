using System.Globalization;
using System.Text;
using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// Makes characters seen that a reader would not see, or that would make text look like another: controls, marks of writing direction,
/// characters without width. They are written as pagers write them: &lt;U+202E&gt;.
/// </summary>
internal static class HiddenCharacters
{
    public static string Show(string text)
    {
        StringBuilder? shown = null;
        for (var i = 0; i < text.Length; )
        {
            // Half of a pair stands for nothing at all: Rune makes it the replacement character.
            var whole = Rune.TryGetRuneAt(text, i, out var rune);
            var length = whole ? rune.Utf16SequenceLength : 1;
            var lineEnd = text[i] is '\n' or '\t' || (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n');
            if (!lineEnd && (!whole || HiddenCharacter.Is(rune)))
                (shown ??= new StringBuilder(text, 0, i, text.Length + 16)).Append(
                    CultureInfo.InvariantCulture,
                    $"<U+{(whole ? rune.Value : text[i]):X4}>"
                );
            else
                shown?.Append(text, i, length);
            i += length;
        }

        return shown?.ToString() ?? text;
    }
}
