using System.Globalization;
using System.Text;

namespace PlanRunner.Runner.Reporting;

/// <summary>How many cells of a terminal a character takes: none for combining marks, two for East Asian wide ones and emoji.</summary>
internal static class CellWidth
{
    // The blocks of https://www.unicode.org/reports/tr11/ that are wide as a whole.
    private static readonly (int From, int To)[] Wide =
    [
        (0x1100, 0x115F),
        (0x2E80, 0x303E),
        (0x3041, 0x33FF),
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xA000, 0xA4CF),
        (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF),
        (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60),
        (0xFFE0, 0xFFE6),
        (0x1F300, 0x1F64F),
        (0x1F680, 0x1F6FF),
        (0x1F900, 0x1F9FF),
        (0x20000, 0x3FFFD),
    ];

    public static int Of(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
            return 0;
        foreach (var (from, to) in Wide)
        {
            if (rune.Value >= from && rune.Value <= to)
                return 2;
        }

        return 1;
    }
}
