using System.Globalization;
using System.Text;

namespace PlanRunner.Templating.Functions;

/// <summary>Writes dates by patterns such as <c>%Y-%m-%d</c>.</summary>
internal static class DatePattern
{
    /// <summary>How many characters a pattern may have: each mark can stand for many.</summary>
    public const int MaximumLength = 1000;

    public static string Format(DateTimeOffset date, string pattern, string defaultPattern, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.InvariantCulture;
        if (pattern.StartsWith("%g", StringComparison.Ordinal))
        {
            culture = CultureInfo.InvariantCulture;
            pattern = pattern[2..].TrimStart();
            pattern = pattern.Length == 0 && !defaultPattern.StartsWith("%g", StringComparison.Ordinal) ? defaultPattern : pattern;
        }

        var text = new StringBuilder();
        for (var index = 0; index < pattern.Length; index++)
        {
            if (pattern[index] != '%' || index + 1 == pattern.Length)
            {
                text.Append(pattern[index]);
                continue;
            }

            index++;
            text.Append(Part(date, pattern[index], culture) ?? "%" + pattern[index]);
        }

        return text.ToString();
    }

    private static string? Part(DateTimeOffset date, char mark, CultureInfo culture) =>
        mark switch
        {
            'a' => date.ToString("ddd", culture),
            'A' => date.ToString("dddd", culture),
            'b' or 'h' => date.ToString("MMM", culture),
            'B' => date.ToString("MMMM", culture),
            'c' => Format(date, "%a %b %e %T %Y", "", culture),
            'C' => Digits(date.Year / 100, 2),
            'd' => Digits(date.Day, 2),
            'D' => Format(date, "%m/%d/%y", "", culture),
            'e' => Blank(date.Day),
            'F' => Format(date, "%Y-%m-%d", "", culture),
            'H' => Digits(date.Hour, 2),
            'I' => Digits(HalfDay(date), 2),
            'j' => Digits(date.DayOfYear, 3),
            'k' => Blank(date.Hour),
            'l' => Blank(HalfDay(date)),
            'L' => Digits(date.Millisecond, 3),
            'm' => Digits(date.Month, 2),
            'M' => Digits(date.Minute, 2),
            'n' => "\n",
            'N' => Digits(date.Ticks % TimeSpan.TicksPerSecond * 100, 9),
            'p' => date.Hour < 12 ? "AM" : "PM",
            'P' => date.Hour < 12 ? "am" : "pm",
            'r' => Format(date, "%I:%M:%S %p", "", culture),
            'R' => Format(date, "%H:%M", "", culture),
            's' => Digits(date.ToUnixTimeSeconds(), 1),
            'S' => Digits(date.Second, 2),
            't' => "\t",
            'T' => Format(date, "%H:%M:%S", "", culture),
            'u' => Digits(date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek, 1),
            'U' => Digits(Week(date, (int)date.DayOfWeek), 2),
            'v' => Format(date, "%e-%b-%Y", "").ToUpperInvariant(),
            'V' => Digits(ISOWeek.GetWeekOfYear(date.DateTime), 2),
            'W' => Digits(Week(date, ((int)date.DayOfWeek + 6) % 7), 2),
            'w' => Digits((int)date.DayOfWeek, 1),
            'x' => date.ToString("d", culture),
            'X' => date.ToString("T", culture),
            'y' => Digits(date.Year % 100, 2),
            'Y' => Digits(date.Year, 4),
            'Z' => date.ToString("zzz", CultureInfo.InvariantCulture),
            '%' => "%",
            _ => null,
        };

    private static int HalfDay(DateTimeOffset date) => date.Hour % 12 == 0 ? 12 : date.Hour % 12;

    private static int Week(DateTimeOffset date, int daysSinceFirst) => (date.DayOfYear + 6 - daysSinceFirst) / 7;

    private static string Digits(long number, int count) => number.ToString(CultureInfo.InvariantCulture).PadLeft(count, '0');

    private static string Blank(int number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(2);
}
