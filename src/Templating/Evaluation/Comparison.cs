using System.Numerics;
using PlanRunner.Templating.Functions;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Tells whether values are equal, and which comes first. What is secret is not compared.</summary>
internal static class Comparison
{
    public static bool AreEqual(object? left, object? right, Place place, Renderer renderer)
    {
        Secrecy.Refuse(left, place);
        Secrecy.Refuse(right, place);
        if (ReferenceEquals(left, Builtins.Empty) || ReferenceEquals(right, Builtins.Empty))
        {
            return IsEmpty(ReferenceEquals(left, Builtins.Empty) ? right : left);
        }

        if (left is null || right is null)
        {
            return left is null && right is null;
        }

        if (left is TextValue || right is TextValue)
        {
            var (first, second) = (Text(renderer, left, place), Text(renderer, right, place));
            if (first.Length != second.Length)
            {
                return false;
            }

            renderer.Budget.SpendLetters(first.Length, place);
            return string.Equals(first, second, StringComparison.Ordinal);
        }

        if (Sequence(left) is not null && Sequence(right) is not null)
        {
            return AreEqual(renderer.ListOf(left, place).ToList(), renderer.ListOf(right, place).ToList(), place, renderer);
        }

        return AreSame(left, right);
    }

    /// <summary>Whether two values are the same as far as that can be told without formatting them.</summary>
    public static bool AreSame(object? left, object? right) =>
        (left, right) switch
        {
            (null, null) => true,
            (null, _) or (_, null) => false,
            (TextValue x, TextValue y) => string.Equals(x.Text, y.Text, StringComparison.Ordinal),
            _ when Arithmetic.IsNumber(left) && Arithmetic.IsNumber(right) => CompareNumbers(left, right) == 0,
            _ => left.Equals(right),
        };

    /// <summary>Negative, zero or positive; null where one does not come before the other, as with null.</summary>
    public static int? Order(object? left, object? right, Place place, Renderer renderer)
    {
        Secrecy.Refuse(left, place);
        Secrecy.Refuse(right, place);
        switch (left, right)
        {
            case (null, _) or (_, null):
                return null;
            case (TextValue, _) or (_, TextValue):
                var (one, other) = (Text(renderer, left, place), Text(renderer, right, place));
                renderer.Budget.SpendLetters(Math.Min(one.Length, other.Length), place);
                return TextOrder.Compare(one, other);
            case (bool x, bool y):
                return x.CompareTo(y);
            case (DateTimeOffset x, DateTimeOffset y):
                return x.CompareTo(y);
            case (TimeSpan x, TimeSpan y):
                return x.CompareTo(y);
            case var _ when Arithmetic.IsNumber(left) && Arithmetic.IsNumber(right):
                return CompareNumbers(left, right);
            case var _ when Sequence(left) is not null && Sequence(right) is not null:
                return Order(renderer.ListOf(left, place).ToList(), renderer.ListOf(right, place).ToList(), place, renderer);
            default:
                throw new TemplateFault(place, $"{Kinds.Describe(left)} and {Kinds.Describe(right)} cannot be compared");
        }
    }

    /// <summary>The order for sorting: null first, and kinds that cannot be compared stay as they are.</summary>
    public static int SortOrder(object? left, object? right, Place place, Renderer renderer) =>
        (left, right) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            _ => Order(left, right, place, renderer) ?? 0,
        };

    public static bool IsEmpty(object? value) =>
        value switch
        {
            TextValue text => text.Text.Length == 0,
            TemplateArray array => array.Count == 0,
            TemplateObject members => members.Count == 0,
            NumberRange range => range.Count == 0,
            _ => false,
        };

    private static bool AreEqual(List<object?> left, List<object?> right, Place place, Renderer renderer)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        renderer.Budget.Spend(left.Count, place);
        renderer.Enter(place);
        try
        {
            return left.Zip(right).All(pair => AreEqual(pair.First, pair.Second, place, renderer));
        }
        finally
        {
            renderer.Leave();
        }
    }

    private static int? Order(List<object?> left, List<object?> right, Place place, Renderer renderer)
    {
        renderer.Budget.Spend(Math.Min(left.Count, right.Count), place);
        renderer.Enter(place);
        try
        {
            foreach (var (first, second) in left.Zip(right))
            {
                if (Order(first, second, place, renderer) is not 0 and var order)
                {
                    return order;
                }
            }

            return left.Count.CompareTo(right.Count);
        }
        finally
        {
            renderer.Leave();
        }
    }

    private static int CompareNumbers(object left, object right)
    {
        if (left is int x && right is int y)
        {
            return x.CompareTo(y);
        }

        if (Arithmetic.IsWhole(left) && Arithmetic.IsWhole(right))
        {
            return Arithmetic.Big(left).CompareTo(Arithmetic.Big(right));
        }

        return left is decimal a && right is decimal b
            ? a.CompareTo(b)
            : Arithmetic.ToDouble(left).CompareTo(Arithmetic.ToDouble(right));
    }

    private static IEnumerable<object?>? Sequence(object value) => value as TemplateArray ?? (IEnumerable<object?>?)(value as NumberRange);

    private static string Text(Renderer renderer, object value, Place place)
    {
        var text = renderer.Format(value, place);
        Secrecy.Refuse(text, place);
        return text.Text;
    }
}
