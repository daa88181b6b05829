using System.Globalization;

namespace PlanRunner.Templating.Functions;

/// <summary>Reads dates by the patterns that <see cref="DatePattern"/> writes.</summary>
internal static class DatePatternReader
{
    private static readonly Dictionary<char, string> Shorthands = new()
    {
        ['c'] = "%a %b %e %T %Y",
        ['D'] = "%m/%d/%y",
        ['F'] = "%Y-%m-%d",
        ['r'] = "%I:%M:%S %p",
        ['R'] = "%H:%M",
        ['T'] = "%H:%M:%S",
        ['v'] = "%e-%b-%Y",
        ['h'] = "%b",
        ['x'] = "%m/%d/%Y",
        ['X'] = "%H:%M:%S",
    };

    /// <summary>The date, or null where the text does not follow the pattern.</summary>
    public static DateTimeOffset? Read(string text, string pattern, CultureInfo culture)
    {
        var reading = new Reading(text, culture);
        try
        {
            return Follow(reading, pattern) && reading.IsDone ? reading.ToDate() : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            // Its zone moves it out of the years 1 to 9999.
            return null;
        }
    }

    private static bool Follow(Reading reading, string pattern)
    {
        for (var index = 0; index < pattern.Length; index++)
        {
            if (pattern[index] != '%' || index + 1 == pattern.Length)
            {
                if (!reading.Literal(pattern[index]))
                {
                    return false;
                }

                continue;
            }

            index++;
            var follows = Shorthands.TryGetValue(pattern[index], out var longer) ? Follow(reading, longer) : reading.Part(pattern[index]);
            if (!follows)
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Reading(string text, CultureInfo culture)
    {
        private int position;
        private int year = 1;
        private int month = 1;
        private int day = 1;
        private int dayOfYear;
        private int hour;
        private int minute;
        private int second;
        private long ticks;
        private bool? isAfternoon;
        private TimeSpan zone;
        private DateTimeOffset? moment;

        public bool IsDone => text.AsSpan(position).Trim().Length == 0;

        public bool Literal(char letter)
        {
            if (char.IsWhiteSpace(letter))
            {
                SkipBlanks();
                return true;
            }

            return position < text.Length && text[position++] == letter;
        }

        public bool Part(char mark)
        {
            switch (mark)
            {
                case 'Y': return Number(4, value => year = value);
                case 'y': return Number(2, value => year = value + (value < 69 ? 2000 : 1900));
                case 'm': return Number(2, value => month = value);
                case 'd' or 'e': return Number(2, value => day = value);
                case 'j': return Number(3, value => dayOfYear = value);
                case 'H' or 'I' or 'k' or 'l': return Number(2, value => hour = value);
                case 'M': return Number(2, value => minute = value);
                case 'S': return Number(2, value => second = value);
                case 'L': return Number(3, value => ticks = value * TimeSpan.TicksPerMillisecond);
                case 'N': return Number(9, value => ticks = value / 100);
                case 's': return Number(10, value => moment = DateTimeOffset.FromUnixTimeSeconds(value));
                case 'b': return Name(culture.DateTimeFormat.AbbreviatedMonthNames, value => month = value + 1);
                case 'B': return Name(culture.DateTimeFormat.MonthNames, value => month = value + 1);
                case 'a': return Name(culture.DateTimeFormat.AbbreviatedDayNames, _ => { });
                case 'A': return Name(culture.DateTimeFormat.DayNames, _ => { });
                case 'p' or 'P': return Name(["am", "pm"], value => isAfternoon = value == 1);
                case 'Z': return Zone();
                case 'n' or 't': return Literal(' ');
                case '%': return Literal('%');
                default: return false;
            }
        }

        public DateTimeOffset? ToDate()
        {
            if (isAfternoon is { } afternoon)
            {
                hour = (hour % 12) + (afternoon ? 12 : 0);
            }

            if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
                || hour > 23 || minute > 59 || second > 59 || dayOfYear > 365 + (DateTime.IsLeapYear(year) ? 1 : 0))
            {
                return null;
            }

            var date = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).AddTicks(ticks);
            date = dayOfYear > 0 ? date.AddDays(dayOfYear - date.DayOfYear) : date;
            return moment ?? date.Subtract(zone).ToOffset(zone);
        }

        private bool Number(int digits, Action<int> set)
        {
            SkipBlanks();
            var start = position;
            while (position < text.Length && position - start < digits && char.IsAsciiDigit(text[position]))
            {
                position++;
            }

            if (!int.TryParse(text.AsSpan(start, position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            set(value);
            return true;
        }

        private bool Name(string[] names, Action<int> set)
        {
            for (var index = 0; index < names.Length; index++)
            {
                if (names[index].Length > 0 && text.AsSpan(position).StartsWith(names[index], StringComparison.OrdinalIgnoreCase))
                {
                    position += names[index].Length;
                    set(index);
                    return true;
                }
            }

            return false;
        }

        private bool Zone()
        {
            if (position < text.Length && text[position] == 'Z')
            {
                position++;
                return true;
            }

            if (position + 6 > text.Length || text[position] is not ('+' or '-')
                || !TimeSpan.TryParseExact(text.AsSpan(position + 1, 5), @"hh\:mm", CultureInfo.InvariantCulture, out var offset)
                || offset.TotalHours > 14)
            {
                return false;
            }

            zone = text[position] == '-' ? -offset : offset;
            position += 6;
            return true;
        }

        private void SkipBlanks()
        {
            while (position < text.Length && char.IsWhiteSpace(text[position]))
            {
                position++;
            }
        }
    }
}
