using System.Globalization;
using PlanRunner.Templating.Evaluation;

namespace PlanRunner.Templating.Functions;

/// <summary>The functions of <c>date</c>. A date without a zone is in UTC, so that it is the same everywhere.</summary>
internal static class DateFunctions
{
    private const int LongestDate = 200;

    public static TextValue DefaultFormat { get; } = TextValue.Trusted("%d %b %Y");

    public static TemplateObject Members { get; } = Build();

    private static TemplateObject Build()
    {
        var members = new FunctionGroup("date")
            .Add("add_days", "date, days", (_, a) => Shift(a, TimeSpan.TicksPerDay))
            .Add("add_hours", "date, hours", (_, a) => Shift(a, TimeSpan.TicksPerHour))
            .Add("add_milliseconds", "date, millis", (_, a) => Shift(a, TimeSpan.TicksPerMillisecond))
            .Add("add_minutes", "date, minutes", (_, a) => Shift(a, TimeSpan.TicksPerMinute))
            .Add("add_months", "date, months", (_, a) => Moved(a, date => date.AddMonths(a.Int(1))))
            .Add("add_seconds", "date, seconds", (_, a) => Shift(a, TimeSpan.TicksPerSecond))
            .Add("add_years", "date, years", (_, a) => Moved(a, date => date.AddYears(a.Int(1))))
            .Add("format", "", (renderer, _) => renderer.DateFormat)
            .Add("now", "", Now)
            .Add("parse", "text, pattern?, culture?", (renderer, a) => Parse(renderer, a, textIndex: 0, patternIndex: 1, cultureIndex: 2))
            .Add("parse_to_string", "text, output_pattern?, output_culture?, input_pattern?, input_culture?", ParseToString)
            .Add("to_string", "datetime, pattern?, culture?", (renderer, a) => ToText(renderer, a, DateOf(a), 1, 2))
            .Add("utc_now", "", Now)
            .Members;
        members["default_format"] = DefaultFormat;
        return members;
    }

    private static object Now(Renderer renderer, Arguments arguments) =>
        renderer.Options is { Relaxed: true, Time: { } time }
            ? time.GetUtcNow()
            : throw arguments.Fail("A template cannot ask for the time", "Take the date from a variable.");

    private static DateTimeOffset? DateOf(Arguments arguments) =>
        arguments[0] switch
        {
            null => null,
            DateTimeOffset date => date,
            var other => throw arguments.Fail($"{arguments.Function} needs a date, not {Kinds.Describe(other)}", "Text becomes a date by date.parse."),
        };

    private static object? Shift(Arguments arguments, long unit)
    {
        var ticks = Arithmetic.ToDouble(arguments.Number(1)) * unit;
        return Math.Abs(ticks) < long.MaxValue
            ? Moved(arguments, date => date.AddTicks((long)Math.Round(ticks)))
            : throw arguments.Fail("The date lies outside the years 1 to 9999");
    }

    private static object? Moved(Arguments arguments, Func<DateTimeOffset, DateTimeOffset> move)
    {
        try
        {
            return DateOf(arguments) is { } date ? move(date) : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw arguments.Fail("The date lies outside the years 1 to 9999");
        }
    }

    private static object? Parse(Renderer renderer, Arguments arguments, int textIndex, int patternIndex, int cultureIndex)
    {
        if (arguments[textIndex] is null or DateTimeOffset)
        {
            return arguments[textIndex];
        }

        var text = arguments.Word(textIndex, renderer);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var culture = CultureOf(renderer, arguments, cultureIndex);
        var pattern = arguments.Has(patternIndex) ? arguments.Word(patternIndex, renderer) : null;
        CheckPattern(pattern ?? "", arguments);
        var date = text.Length > LongestDate ? null : pattern is not null
            ? DatePatternReader.Read(text, pattern, culture)
            : DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var parsed) ? parsed : null;
        return date ?? throw arguments.Fail($"{text} is no date", pattern is null ? "Give its pattern, such as \"%Y-%m-%d\"." : null);
    }

    private static TextValue? ParseToString(Renderer renderer, Arguments arguments) =>
        ToText(renderer, arguments, (DateTimeOffset?)Parse(renderer, arguments, textIndex: 0, patternIndex: 3, cultureIndex: 4), 1, 2);

    private static TextValue? ToText(Renderer renderer, Arguments arguments, DateTimeOffset? date, int patternIndex, int cultureIndex)
    {
        if (date is not { } moment)
        {
            return null;
        }

        var pattern = arguments.OptionalText(patternIndex, renderer) ?? renderer.DateFormat;
        var culture = CultureOf(renderer, arguments, cultureIndex);
        CheckPattern(pattern.Text, arguments);
        renderer.Budget.CheckLength(pattern.Text.Length, arguments.Place);
        return TextValue.Derive(DatePattern.Format(moment, pattern.Text, renderer.DateFormat.Text, culture), pattern);
    }

    private static void CheckPattern(string pattern, Arguments arguments)
    {
        if (pattern.Length > DatePattern.MaximumLength)
        {
            throw arguments.Fail($"The pattern is longer than {DatePattern.MaximumLength} characters");
        }
    }

    private static CultureInfo CultureOf(Renderer renderer, Arguments arguments, int index) =>
        arguments.Has(index) ? Cultures.Get(arguments.Word(index, renderer), arguments) : CultureInfo.InvariantCulture;
}
