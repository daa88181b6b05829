using System.Globalization;
using System.Numerics;

namespace PlanRunner.Templating.Lexing;

/// <summary>Reads number literals: whole, hexadecimal, binary, with a fraction, an exponent or a suffix.</summary>
internal static class NumberReader
{
    private const int MaximumDigits = 1000;

    public static object Read(Cursor cursor)
    {
        var start = cursor.Position;
        if (cursor.Current == '0' && cursor.Peek(1) is 'x' or 'X' or 'b' or 'B')
        {
            var isHexadecimal = cursor.Peek(1) is 'x' or 'X';
            cursor.Position += 2;
            return ReadBits(cursor, start, isHexadecimal);
        }

        SkipDigits(cursor);
        var isWhole = true;
        if (cursor.Current == '.' && char.IsAsciiDigit(cursor.Peek(1)))
        {
            isWhole = false;
            cursor.Position++;
            SkipDigits(cursor);
        }

        var exponent = SkipExponent(cursor);
        var text = Clean(cursor.Text[start..cursor.Position]);
        return Suffixed(cursor, text) ?? (isWhole && exponent >= 0
            ? Whole(cursor, text, start, exponent)
            : double.Parse(text, CultureInfo.InvariantCulture));
    }

    private static object Whole(Cursor cursor, string text, int start, int exponent)
    {
        if (text.Length + exponent > MaximumDigits)
        {
            cursor.Fail($"The number has more than {MaximumDigits} digits", start, cursor.Position);
            return 0;
        }

        var digits = text.Split('e', 'E')[0];
        return Evaluation.Arithmetic.Fit(BigInteger.Parse(digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, exponent));
    }

    private static object? Suffixed(Cursor cursor, string text)
    {
        var next = cursor.Peek(1);
        if (next == '_' || char.IsLetterOrDigit(next))
        {
            return null;
        }

        object? value = cursor.Current switch
        {
            'f' or 'F' => float.Parse(text, CultureInfo.InvariantCulture),
            'd' or 'D' => double.Parse(text, CultureInfo.InvariantCulture),
            'm' or 'M' when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
        if (value is not null)
        {
            cursor.Position++;
        }

        return value;
    }

    private static object ReadBits(Cursor cursor, int start, bool isHexadecimal)
    {
        var from = cursor.Position;
        while (cursor.Current == '_' || (isHexadecimal ? char.IsAsciiHexDigit(cursor.Current) : cursor.Current is '0' or '1'))
        {
            cursor.Position++;
        }

        var digits = Clean(cursor.Text[from..cursor.Position]);
        var isUnsigned = cursor.Current is 'u' or 'U';
        if (isUnsigned)
        {
            cursor.Position++;
        }

        if (digits.Length is 0 or > MaximumDigits)
        {
            cursor.Fail("The number has no digits, or too many", start, cursor.Position);
            return 0;
        }

        // The leading zero keeps the highest bit from being read as a sign.
        var value = BigInteger.Parse(
            "0" + digits, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture);
        if (value > ulong.MaxValue)
        {
            return value;
        }

        var bits = (ulong)value;
        if (isUnsigned)
        {
            return bits <= uint.MaxValue ? (object)(uint)bits : bits;
        }

        return bits <= uint.MaxValue ? (object)unchecked((int)(uint)bits) : unchecked((long)bits);
    }

    private static int SkipExponent(Cursor cursor)
    {
        if (cursor.Current is not ('e' or 'E'))
        {
            return 0;
        }

        var sign = cursor.Peek(1) is '+' or '-' ? 1 : 0;
        if (!char.IsAsciiDigit(cursor.Peek(1 + sign)))
        {
            return 0;
        }

        var isNegative = cursor.Peek(1) == '-';
        cursor.Position += 1 + sign;
        var from = cursor.Position;
        SkipDigits(cursor);
        var digits = Clean(cursor.Text[from..cursor.Position]);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var exponent))
        {
            exponent = MaximumDigits;
        }

        return isNegative ? -1 : Math.Min(exponent, MaximumDigits);
    }

    private static void SkipDigits(Cursor cursor)
    {
        while (char.IsAsciiDigit(cursor.Current) || (cursor.Current == '_' && (char.IsAsciiDigit(cursor.Peek(1)) || cursor.Peek(1) == '_')))
        {
            cursor.Position++;
        }
    }

    private static string Clean(string digits) => digits.Replace("_", "", StringComparison.Ordinal);
}
