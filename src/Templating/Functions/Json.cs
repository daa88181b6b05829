using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Functions;

/// <summary>Reads values from JSON and writes them as JSON; each text keeps its trust and its secrets.</summary>
internal static class Json
{
    private const int MaximumDepth = 20;
    private const int LongestNumber = 1000;
    private const int CostOfItem = 64;

    public static object? Read(Renderer renderer, Arguments arguments)
    {
        if (arguments[0] is null)
        {
            return null;
        }

        var text = arguments.Text(0, renderer);
        Secrecy.Refuse(text, arguments.Place);
        renderer.Budget.CheckLength(text.Text.Length, arguments.Place);
        try
        {
            using var document = JsonDocument.Parse(text.Text);
            return Value(renderer, document.RootElement, text, arguments.Place);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            // Besides bad JSON: text, or an escape sequence in it, that is half a character.
            throw arguments.Fail("The text is not JSON");
        }
    }

    public static TextValue Write(Renderer renderer, Arguments arguments)
    {
        var builder = new TextBuilder();
        Write(renderer, builder, arguments[0], arguments, depth: 0);
        return builder.ToText();
    }

    private static object? Value(Renderer renderer, JsonElement element, TextValue source, Place place)
    {
        renderer.Budget.SpendItems(1 + source.RunCount, place);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new TemplateObject();
                foreach (var property in element.EnumerateObject())
                {
                    members[property.Name] = Value(renderer, property.Value, source, place);
                }

                return members;
            case JsonValueKind.Array:
                return new TemplateArray(element.EnumerateArray().Select(item => Value(renderer, item, source, place)));
            case JsonValueKind.String:
                return TextValue.Derive(element.GetString() ?? "", source);
            case JsonValueKind.Number:
                return Number(element);
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }

    // A whole number keeps all its digits: a key of twenty digits must not come out as another one.
    private static object Number(JsonElement element)
    {
        var digits = element.GetRawText();
        return digits.Length <= LongestNumber && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? Arithmetic.Fit(whole)
            : element.GetDouble();
    }

    private static void Write(Renderer renderer, TextBuilder builder, object? value, Arguments arguments, int depth)
    {
        var before = builder.Length;
        if (depth > MaximumDepth)
        {
            throw arguments.Fail($"The value is nested more than {MaximumDepth} levels deep, or contains itself");
        }

        switch (value)
        {
            case null or TemplateFunction:
                builder.AppendTrusted("null");
                break;
            case TextValue text:
                builder.Append(TextValue.Derive(Quote(text.Text), text));
                break;
            case DateTimeOffset date:
                builder.Append(TextValue.Untrusted(JsonSerializer.Serialize(date)));
                break;
            case TemplateObject members:
                WriteMembers(renderer, builder, members, arguments, depth);
                break;
            case TemplateArray or NumberRange:
                WriteItems(renderer, builder, value, arguments, depth);
                break;
            case var _ when Arithmetic.IsNumber(value) || value is bool:
                builder.Append(renderer.Format(value, arguments.Place));
                break;
            default:
                builder.Append(TextValue.Untrusted(Quote(renderer.Format(value, arguments.Place).Text)));
                break;
        }

        var made = value is TemplateArray or NumberRange or TemplateObject ? 0 : builder.Length - before;
        renderer.Budget.CheckLength(builder.Length, arguments.Place, made + CostOfItem);
    }

    private static void WriteMembers(Renderer renderer, TextBuilder builder, TemplateObject members, Arguments arguments, int depth)
    {
        builder.AppendTrusted("{");
        var separator = "";
        foreach (var (name, member) in members)
        {
            builder.AppendTrusted(separator);
            builder.Append(TextValue.Untrusted(Quote(name)));
            builder.AppendTrusted(":");
            Write(renderer, builder, member, arguments, depth + 1);
            separator = ",";
        }

        builder.AppendTrusted("}");
    }

    private static void WriteItems(Renderer renderer, TextBuilder builder, object? list, Arguments arguments, int depth)
    {
        builder.AppendTrusted("[");
        var separator = "";
        foreach (var item in renderer.ListOf(list, arguments.Place))
        {
            builder.AppendTrusted(separator);
            Write(renderer, builder, item, arguments, depth + 1);
            separator = ",";
        }

        builder.AppendTrusted("]");
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(Encoding.UTF8.GetBytes(text))}\"";
}
