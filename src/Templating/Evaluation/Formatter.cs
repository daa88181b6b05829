using System.Numerics;
using PlanRunner.Templating.Functions;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Turns values into text: a list as <c>[1, "a"]</c>, an object as <c>{a: 1}</c>; trust and secrets come along.</summary>
internal static class Formatter
{
    private const int MaximumDepth = 20;
    private const int CostOfItem = 64;

    private static readonly TextValue True = TextValue.Number("true");
    private static readonly TextValue False = TextValue.Number("false");

    public static TextValue Format(Renderer renderer, object? value, Place place)
    {
        switch (value)
        {
            case null:
                return TextValue.Empty;
            case TextValue text:
                return text;
            case bool truth:
                return truth ? True : False;
            case DateTimeOffset date:
                return TextValue.Untrusted(DatePattern.Format(date, renderer.DateFormat.Text, renderer.DateFormat.Text));
            case TimeSpan span:
                return TextValue.Untrusted(span.ToString());
            case TemplateFunction function:
                return TextValue.Trusted(function.Name);
            case BigInteger number:
                renderer.Budget.SpendOnNumbers(number, number, place);
                return TextValue.Number(Arithmetic.Format(number));
            case var _ when Arithmetic.IsNumber(value):
                return TextValue.Number(Arithmetic.Format(value));
            case TemplateArray or NumberRange or TemplateObject:
                var builder = new TextBuilder();
                Write(renderer, builder, value, place, depth: 0);
                return builder.ToText();
            default:
                return TextValue.Untrusted(value.ToString() ?? "");
        }
    }

    private static void Write(Renderer renderer, TextBuilder builder, object? value, Place place, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new TemplateFault(place, $"The value is nested more than {MaximumDepth} levels deep, or contains itself");
        }

        var before = builder.Length;
        switch (value)
        {
            case null:
                builder.AppendTrusted("null");
                break;
            case TextValue text:
                builder.Append(TextValue.Derive($"\"{Escapes.Escape(text.Text)}\"", text));
                break;
            case TemplateArray or NumberRange:
                WriteItems(renderer, builder, renderer.ListOf(value, place), place, depth);
                break;
            case TemplateObject members:
                WriteMembers(renderer, builder, members, place, depth);
                break;
            default:
                builder.Append(Format(renderer, value, place));
                break;
        }

        var made = value is TemplateArray or NumberRange or TemplateObject ? 0 : builder.Length - before;
        renderer.Budget.CheckLength(builder.Length, place, made + CostOfItem);
    }

    private static void WriteItems(Renderer renderer, TextBuilder builder, IEnumerable<object?> items, Place place, int depth)
    {
        builder.AppendTrusted("[");
        var separator = "";
        foreach (var item in items)
        {
            builder.AppendTrusted(separator);
            Write(renderer, builder, item, place, depth + 1);
            separator = ", ";
        }

        builder.AppendTrusted("]");
    }

    private static void WriteMembers(Renderer renderer, TextBuilder builder, TemplateObject members, Place place, int depth)
    {
        builder.AppendTrusted("{");
        var separator = "";
        foreach (var (name, value) in members)
        {
            builder.AppendTrusted(separator);
            builder.Append(TextValue.Untrusted(name));
            builder.AppendTrusted(": ");
            Write(renderer, builder, value, place, depth + 1);
            separator = ", ";
        }

        builder.AppendTrusted("}");
    }
}
