using PlanRunner.Templating.Functions;
using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Reads and sets what stands behind a dot.</summary>
internal static class Members
{
    private static readonly string[] SequenceNames = ["size", "empty?"];

    private static readonly string[] DateNames =
        ["year", "month", "day", "day_of_year", "hour", "minute", "second", "millisecond"];

    private static readonly string[] SpanNames =
    [
        "days", "hours", "minutes", "seconds", "milliseconds",
        "total_days", "total_hours", "total_minutes", "total_seconds", "total_milliseconds",
    ];

    public static bool TryGet(Renderer renderer, object target, string name, Place place, out object? value)
    {
        value = null;
        switch (target)
        {
            case TemplateObject members when members.TryGet(name, out value):
                return true;
            case TemplateArray { Members: { } attached } when attached.TryGet(name, out value):
                return true;
            case LoopState loop:
                if (name == "changed")
                {
                    Secrecy.Refuse(loop.Value, place);
                    Secrecy.Refuse(loop.Previous, place);
                }

                return loop.TryGet(name, out value);
            case TextValue or TemplateArray when SequenceNames.Contains(name, StringComparer.Ordinal):
                Secrecy.Refuse(target, place);
                break;
        }

        value = name == "empty?" ? Comparison.IsEmpty(target) : Property(target, name);
        return value is not null;
    }

    public static void Set(Renderer renderer, object? target, string name, object? value, MemberExpression expression)
    {
        switch (target)
        {
            case TemplateObject members when ReferenceEquals(members, DateFunctions.Members) && name == "format" && value is TextValue format:
                // Dates are written in it wherever they are, without a trace of where the pattern came from.
                if (!format.IsTrusted)
                {
                    throw new TemplateFault(expression.Place, "date.format takes only what the template itself says, not a value", "Give the pattern to date.to_string.");
                }

                renderer.DateFormat = format.Text.Length <= DatePattern.MaximumLength
                    ? format
                    : throw new TemplateFault(expression.Place, $"The pattern is longer than {DatePattern.MaximumLength} characters");
                return;
            case TemplateObject { IsGiven: true } or TemplateArray { IsGiven: true }:
                throw new TemplateFault(expression.Place, $"{expression.Path} cannot be changed: it was given to the template", "Assign to a variable of your own.");
            case TemplateObject members when members.IsLocked(name):
                throw new TemplateFault(expression.Place, $"The variable {name} is read-only");
            case TemplateObject members:
                members[name] = value;
                return;
            case TemplateArray array:
                (array.Members ??= [])[name] = value;
                return;
            case null:
                throw new TemplateFault(expression.Place, $"{expression.Path} cannot be set: what it would belong to is null");
            default:
                throw new TemplateFault(expression.Place, $"{expression.Path} cannot be set: {Kinds.Describe(target)} has no members to set");
        }
    }

    public static IEnumerable<string> NamesOf(object target) =>
        target switch
        {
            TemplateObject members => members.Keys,
            TemplateArray array => SequenceNames.Concat(array.Members?.Keys ?? []),
            TextValue or NumberRange => SequenceNames,
            DateTimeOffset => DateNames,
            TimeSpan => SpanNames,
            LoopState => LoopState.Names,
            _ => [],
        };

    private static object? Property(object target, string name) =>
        (target, name) switch
        {
            (TextValue text, "size") => text.Text.Length,
            (TemplateArray array, "size") => array.Count,
            (NumberRange range, "size") => Arithmetic.Fit(range.Count),
            (DateTimeOffset date, _) => DatePart(date, name),
            (TimeSpan span, _) => SpanPart(span, name),
            _ => null,
        };

    private static object? DatePart(DateTimeOffset date, string name) =>
        name switch
        {
            "year" => date.Year,
            "month" => date.Month,
            "day" => date.Day,
            "day_of_year" => date.DayOfYear,
            "hour" => date.Hour,
            "minute" => date.Minute,
            "second" => date.Second,
            "millisecond" => date.Millisecond,
            _ => null,
        };

    private static object? SpanPart(TimeSpan span, string name) =>
        name switch
        {
            "days" => span.Days,
            "hours" => span.Hours,
            "minutes" => span.Minutes,
            "seconds" => span.Seconds,
            "milliseconds" => span.Milliseconds,
            "total_days" => span.TotalDays,
            "total_hours" => span.TotalHours,
            "total_minutes" => span.TotalMinutes,
            "total_seconds" => span.TotalSeconds,
            "total_milliseconds" => span.TotalMilliseconds,
            _ => null,
        };
}
