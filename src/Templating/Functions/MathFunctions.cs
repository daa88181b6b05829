using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Functions;

/// <summary>The functions of <c>math</c>.</summary>
internal static class MathFunctions
{
    public static TemplateObject Members { get; } = new FunctionGroup("math")
        .Add("abs", "value", (_, a) => Absolute(a.Number(0)))
        .Add("ceil", "value", (_, a) => Rounded(a.Number(0), decimal.Ceiling, Math.Ceiling))
        .Add("divided_by", "value, divisor", DividedBy)
        .Add("floor", "value", (_, a) => Rounded(a.Number(0), decimal.Floor, Math.Floor))
        .Add("format", "value, format, culture?", (renderer, a) => Format(renderer, a))
        .Add("is_number", "value", (_, a) => Arithmetic.IsNumber(a[0]))
        .Add("minus", "value, with", (renderer, a) => Apply(renderer, a, TokenKind.Minus))
        .Add("modulo", "value, with", (renderer, a) => Apply(renderer, a, TokenKind.Percent))
        .Add("plus", "value, with", (renderer, a) => Apply(renderer, a, TokenKind.Plus))
        .Add("random", "min_value, max_value", Random)
        .Add("round", "value, precision?", (_, a) => Round(a))
        .Add("times", "value, with", (renderer, a) => Apply(renderer, a, TokenKind.Star))
        .Add("uuid", "", Uuid)
        .Members;

    /// <summary>Formats a number or a date with a .NET format; its text is trusted as far as the format is.</summary>
    internal static TextValue Format(Renderer renderer, Arguments arguments)
    {
        var format = arguments.Text(1, renderer);
        var culture = arguments.Has(2) ? Cultures.Get(arguments.Word(2, renderer), arguments) : CultureInfo.InvariantCulture;
        if (arguments[0] is not IFormattable value || format.Text.Length == 0)
        {
            return arguments.Text(0, renderer);
        }

        // "N999999999" would ask for a gigabyte of zeros.
        var isPrecise = format.Text.Length > 3 && char.IsAsciiLetter(format.Text[0]) && format.Text.Skip(1).All(char.IsAsciiDigit);
        if (isPrecise || format.Text.Length > 100)
        {
            throw arguments.Fail("The format asks for too many digits");
        }

        if (value is BigInteger number)
        {
            renderer.Budget.SpendOnNumbers(number, number, arguments.Place);
        }

        try
        {
            return TextValue.Derive(value.ToString(format.Text, culture), TextValue.Number(""), format);
        }
        catch (FormatException)
        {
            throw arguments.Fail($"The format does not fit {Kinds.Describe(arguments[0])}", "It is a .NET format, such as \"N2\" or \"0.00\".");
        }
    }

    private static object? Apply(Renderer renderer, Arguments arguments, TokenKind operation) =>
        Operators.Apply(renderer, arguments.Number(0), operation, arguments.Number(1), arguments.Place);

    private static object Absolute(object value) =>
        value switch
        {
            decimal number => Math.Abs(number),
            double number => Math.Abs(number),
            float number => Math.Abs(number),
            _ => Arithmetic.Fit(BigInteger.Abs(Arithmetic.Big(value))),
        };

    private static object Rounded(object value, Func<decimal, decimal> exact, Func<double, double> round) =>
        value switch
        {
            decimal number => exact(number),
            double or float => round(Arithmetic.ToDouble(value)),
            _ => value,
        };

    private static object Round(Arguments arguments)
    {
        var value = arguments.Number(0);
        var precision = Math.Clamp(arguments.Int(1, 0), 0, 15);
        return value switch
        {
            decimal number => decimal.Round(number, precision),
            float number => (float)Math.Round(double.Parse(Arithmetic.Format(number), CultureInfo.InvariantCulture), precision),
            double number => Math.Round(number, precision),
            _ => value,
        };
    }

    private static object? DividedBy(Renderer renderer, Arguments arguments)
    {
        var quotient = Operators.Apply(renderer, arguments.Number(0), TokenKind.Slash, arguments.Number(1), arguments.Place);
        if (!Arithmetic.IsWhole(arguments[1]) || Arithmetic.IsWhole(quotient))
        {
            return quotient;
        }

        var floor = Math.Floor(Arithmetic.ToDouble(quotient!));
        return double.IsFinite(floor) ? Arithmetic.Fit(new BigInteger(floor)) : floor;
    }

    [SuppressMessage("Security", "CA5394", Justification = "The language has it; nothing here relies on its quality.")]
    private static object Random(Renderer renderer, Arguments arguments)
    {
        RefuseChance(renderer, arguments);
        var (from, to) = (arguments.Int(0), arguments.Int(1));
        return to >= from ? System.Random.Shared.Next(from, to) : throw arguments.Fail("The upper bound lies below the lower one");
    }

    private static TextValue Uuid(Renderer renderer, Arguments arguments)
    {
        RefuseChance(renderer, arguments);
        return TextValue.Trusted(Guid.NewGuid().ToString());
    }

    // What is rendered is reviewed, and compared with what ran before: it must come out the same every time.
    private static void RefuseChance(Renderer renderer, Arguments arguments)
    {
        if (!renderer.Options.Relaxed)
        {
            throw arguments.Fail($"{arguments.Function} gives something else every time", "Take the value from a variable.");
        }
    }
}
