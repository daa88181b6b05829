using System.Globalization;
using System.Numerics;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Numbers: int grows to long and on to big as needed; a fraction makes the result float, double or decimal.</summary>
internal static class Arithmetic
{
    public static bool IsNumber(object? value) => value is int or long or double or float or decimal or BigInteger or uint or ulong;

    public static bool IsWhole(object? value) => value is int or long or BigInteger or uint or ulong;

    /// <summary>The value as a number; an error for anything else.</summary>
    public static object Number(object? value, Place place)
    {
        Secrecy.Refuse(value, place);
        return value is not null && IsNumber(value) ? value : throw new TemplateFault(place, $"{Kinds.Describe(value)} is not a number");
    }

    public static int Int(object? value, Place place)
    {
        switch (Number(value, place))
        {
            case int number:
                return number;
            case var number when IsWhole(number) && Big(number) is var big && big >= int.MinValue && big <= int.MaxValue:
                return (int)big;
            case var number when !IsWhole(number) && ToDouble(number) is > int.MinValue and < int.MaxValue and var fraction:
                return (int)fraction;
            default:
                throw new TemplateFault(place, "The number is too large here");
        }
    }

    public static long Long(object? value, Place place) =>
        Number(value, place) switch
        {
            int number => number,
            var number when IsWhole(number) && Big(number) is var big && big >= long.MinValue / 2 && big <= long.MaxValue / 2 => (long)big,
            _ => throw new TemplateFault(place, $"{Kinds.Describe(value)} is not a whole number in range"),
        };

    public static object Fit(long value)
    {
        // Not by ?: of the two numbers, which would make both of them long.
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            return (int)value;
        }

        return value;
    }

    public static object Fit(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? Fit((long)value) : (object)value;

    public static BigInteger Big(object value) =>
        value switch
        {
            int number => number,
            long number => number,
            uint number => number,
            ulong number => number,
            BigInteger number => number,
            _ => throw new ArgumentException("The value is not whole.", nameof(value)),
        };

    public static double ToDouble(object value) =>
        value switch
        {
            double number => number,
            float number => number,
            decimal number => (double)number,
            _ => (double)Big(value),
        };

    public static string Format(object number) =>
        number switch
        {
            int value => value.ToString(CultureInfo.InvariantCulture),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new ArgumentException("The value is not a number.", nameof(number)),
        };

    public static object Apply(Renderer renderer, object left, TokenKind operation, object right, Place place)
    {
        if (IsWhole(left) && IsWhole(right))
        {
            return ApplyWhole(renderer, left, operation, right, place);
        }

        if (left is decimal || right is decimal)
        {
            return ApplyDecimal(left, operation, right, place);
        }

        if (ToDouble(right) == 0 && operation is TokenKind.Slash or TokenKind.SlashSlash or TokenKind.Percent)
        {
            // Infinity is nothing that a statement could be made with.
            throw new TemplateFault(place, "A number is divided by zero");
        }

        var result = ApplyDouble(ToDouble(left), operation, ToDouble(right), place);
        return left is double || right is double
            ? result
            : ApplyFloat((float)ToDouble(left), operation, (float)ToDouble(right), place);
    }

    private static object ApplyWhole(Renderer renderer, object left, TokenKind operation, object right, Place place)
    {
        if (left is int x && right is int y)
        {
            switch (operation)
            {
                case TokenKind.Plus: return Fit((long)x + y);
                case TokenKind.Minus: return Fit((long)x - y);
                case TokenKind.Star: return Fit((long)x * y);
            }
        }

        var a = Big(left);
        var b = Big(right);
        if (b.IsZero && operation is TokenKind.Slash or TokenKind.SlashSlash or TokenKind.Percent)
        {
            throw new TemplateFault(place, "A number is divided by zero");
        }

        renderer.Budget.SpendOnNumbers(a, b, place);
        switch (operation)
        {
            case TokenKind.Plus: return Checked(renderer, a + b, place);
            case TokenKind.Minus: return Checked(renderer, a - b, place);
            case TokenKind.Star: return Checked(renderer, a * b, place);
            case TokenKind.Slash: return left is BigInteger || right is BigInteger ? Quotient(a, b) : (double)a / (double)b;
            case TokenKind.SlashSlash: return Fit(BigInteger.Divide(a, b));
            case TokenKind.Percent: return Fit(BigInteger.Remainder(a, b));
            case TokenKind.ShiftLeft when b >= 0 && b <= 4096: return Checked(renderer, a << (int)b, place);
            case TokenKind.ShiftRight when b >= 0 && b <= 4096: return Fit(a >> (int)b);
            default: throw Unsupported(operation, place);
        }
    }

    private static object Quotient(BigInteger left, BigInteger right)
    {
        var quotient = BigInteger.DivRem(left, right, out var remainder);
        return remainder.IsZero ? Fit(quotient) : (double)left / (double)right;
    }

    private static object Checked(Renderer renderer, BigInteger value, Place place)
    {
        renderer.Budget.CheckNumber(value, place);
        return Fit(value);
    }

    private static object ApplyDecimal(object left, TokenKind operation, object right, Place place)
    {
        try
        {
            var a = ToDecimal(left);
            var b = ToDecimal(right);
            return operation switch
            {
                TokenKind.Plus => a + b,
                TokenKind.Minus => a - b,
                TokenKind.Star => a * b,
                TokenKind.Slash => a / b,
                TokenKind.SlashSlash => decimal.Round(a / b),
                TokenKind.Percent => a % b,
                _ => throw Unsupported(operation, place),
            };
        }
        catch (OverflowException)
        {
            throw new TemplateFault(place, "The number is too large for a decimal");
        }
        catch (DivideByZeroException)
        {
            throw new TemplateFault(place, "A number is divided by zero");
        }
    }

    private static decimal ToDecimal(object value) =>
        value switch
        {
            decimal number => number,
            float or double => (decimal)ToDouble(value),
            _ => (decimal)Big(value),
        };

    private static object ApplyDouble(double left, TokenKind operation, double right, Place place) =>
        operation switch
        {
            TokenKind.Plus => left + right,
            TokenKind.Minus => left - right,
            TokenKind.Star => left * right,
            TokenKind.Slash => left / right,
            TokenKind.SlashSlash => Math.Round(left / right),
            TokenKind.Percent => left % right,
            _ => throw Unsupported(operation, place),
        };

    private static object ApplyFloat(float left, TokenKind operation, float right, Place place) =>
        operation switch
        {
            TokenKind.Plus => left + right,
            TokenKind.Minus => left - right,
            TokenKind.Star => left * right,
            TokenKind.Slash => left / right,
            TokenKind.SlashSlash => MathF.Round(left / right),
            TokenKind.Percent => left % right,
            _ => throw Unsupported(operation, place),
        };

    private static TemplateFault Unsupported(TokenKind operation, Place place) =>
        new(place, $"The operator {Operators.Sign(operation)} cannot be applied to these numbers");
}
