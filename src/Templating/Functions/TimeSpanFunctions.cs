using System.Globalization;
using PlanRunner.Templating.Evaluation;

namespace PlanRunner.Templating.Functions;

/// <summary>The functions of <c>timespan</c>.</summary>
internal static class TimeSpanFunctions
{
    public static TemplateObject Members { get; } = Build();

    private static TemplateObject Build()
    {
        var members = new FunctionGroup("timespan")
            .Add("from_days", "days", (_, a) => From(a, TimeSpan.TicksPerDay))
            .Add("from_hours", "hours", (_, a) => From(a, TimeSpan.TicksPerHour))
            .Add("from_milliseconds", "millis", (_, a) => From(a, TimeSpan.TicksPerMillisecond))
            .Add("from_minutes", "minutes", (_, a) => From(a, TimeSpan.TicksPerMinute))
            .Add("from_seconds", "seconds", (_, a) => From(a, TimeSpan.TicksPerSecond))
            .Add("parse", "text", (renderer, a) => a[0] is null ? null : TimeSpan.TryParse(a.Word(0, renderer), CultureInfo.InvariantCulture, out var span)
                ? span
                : throw a.Fail($"{a.Word(0, renderer)} is no time span", "Write it as days.hours:minutes:seconds, such as 1.12:30:00."))
            .Members;
        members["zero"] = TimeSpan.Zero;
        return members;
    }

    private static object From(Arguments arguments, long unit)
    {
        var ticks = Arithmetic.ToDouble(arguments.Number(0)) * unit;
        return Math.Abs(ticks) < long.MaxValue
            ? new TimeSpan((long)Math.Round(ticks))
            : throw arguments.Fail("The time span is too long");
    }
}
