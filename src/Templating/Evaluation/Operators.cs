using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Evaluation;

/// <summary>The operators that work on two values which are both known.</summary>
internal static class Operators
{
    public static object? Apply(Renderer renderer, object? left, TokenKind operation, object? right, Place place)
    {
        switch (operation)
        {
            case TokenKind.Equals: return Comparison.AreEqual(left, right, place, renderer);
            case TokenKind.NotEquals: return !Comparison.AreEqual(left, right, place, renderer);
            case TokenKind.Less: return Comparison.Order(left, right, place, renderer) < 0;
            case TokenKind.LessOrEqual: return Comparison.Order(left, right, place, renderer) <= 0;
            case TokenKind.Greater: return Comparison.Order(left, right, place, renderer) > 0;
            case TokenKind.GreaterOrEqual: return Comparison.Order(left, right, place, renderer) >= 0;
            case TokenKind.Range: return NumberRange.Inclusive(Arithmetic.Long(left, place), Arithmetic.Long(right, place));
            case TokenKind.RangeExclusive: return NumberRange.Exclusive(Arithmetic.Long(left, place), Arithmetic.Long(right, place));
            case TokenKind.ShiftLeft when left is TemplateArray or NumberRange:
                return new TemplateArray(renderer.ListOf(left, place).Append(right)) { Secrets = Counted(left, null) };
            case TokenKind.ShiftRight when right is TemplateArray or NumberRange:
                return new TemplateArray(renderer.ListOf(right, place).Prepend(left)) { Secrets = Counted(null, right) };
        }

        if (left is TextValue || right is TextValue)
        {
            return ApplyText(renderer, left, operation, right, place);
        }

        if (left is TemplateArray or NumberRange || right is TemplateArray or NumberRange)
        {
            return ApplyArrays(renderer, left, operation, right, place);
        }

        if (Dates.Apply(left, operation, right, place) is { } moment)
        {
            return moment;
        }

        if (left is null || right is null)
        {
            return renderer.Options.Relaxed
                ? null
                : throw new TemplateFault(place, $"The operator {Sign(operation)} is applied to null", "Write ?? and a value where it may be null.");
        }

        return Arithmetic.IsNumber(left) && Arithmetic.IsNumber(right)
            ? Arithmetic.Apply(renderer, left, operation, right, place)
            : throw Unsupported(left, operation, right, place);
    }

    public static string Sign(TokenKind operation) =>
        operation switch
        {
            TokenKind.Plus => "+",
            TokenKind.Minus => "-",
            TokenKind.Star => "*",
            TokenKind.Slash => "/",
            TokenKind.SlashSlash => "//",
            TokenKind.Percent => "%",
            TokenKind.ShiftLeft => "<<",
            TokenKind.ShiftRight => ">>",
            _ => operation.ToString(),
        };

    private static object ApplyText(Renderer renderer, object? left, TokenKind operation, object? right, Place place)
    {
        switch (operation)
        {
            case TokenKind.Plus:
                var first = renderer.Format(left, place);
                var second = renderer.Format(right, place);
                renderer.Budget.CheckLength((long)first.Text.Length + second.Text.Length, place);
                renderer.Budget.SpendItems((long)first.RunCount + second.RunCount, place);
                return TextValue.Concat(first, second);
            case TokenKind.Star when Arithmetic.IsNumber(left) || Arithmetic.IsNumber(right):
                var text = left as TextValue ?? (TextValue)right!;
                var count = Math.Max(0, Arithmetic.Int(Arithmetic.IsNumber(left) ? left : right, place));
                renderer.Budget.CheckLength((long)text.Text.Length * count, place);
                if (text.Text.Length == 0)
                {
                    return text;
                }

                renderer.Budget.SpendItems((long)text.RunCount * count, place);
                return TextValue.Concat(Enumerable.Repeat(text, count));
            default:
                throw Unsupported(left, operation, right, place);
        }
    }

    private static TemplateArray ApplyArrays(Renderer renderer, object? left, TokenKind operation, object? right, Place place)
    {
        switch (operation)
        {
            case TokenKind.Plus when left is not null && right is not null && IsList(left) && IsList(right):
                return new TemplateArray(renderer.ListOf(left, place).Concat(renderer.ListOf(right, place))) { Secrets = Counted(left, right) };
            case TokenKind.Minus when IsList(left) && IsList(right):
                var removed = renderer.ListOf(right, place).ToList();
                var kept = renderer.ListOf(left, place).ToList();
                renderer.Budget.Spend((long)removed.Count * kept.Count, place);
                return new TemplateArray(kept.Where(item => !removed.Exists(other => Comparison.AreEqual(item, other, place, renderer))))
                {
                    Secrets = Counted(left, right),
                };
            case TokenKind.Star when Arithmetic.IsNumber(left) || Arithmetic.IsNumber(right):
                var items = renderer.ListOf(IsList(left) ? left : right, place).ToList();
                var count = Math.Max(0, Arithmetic.Int(Arithmetic.IsNumber(left) ? left : right, place));
                renderer.Budget.CheckCount((long)items.Count * count, place);
                renderer.Budget.CheckCount(count, place);
                return new TemplateArray(Enumerable.Repeat(items, count).SelectMany(item => item)) { Secrets = Counted(left, right) };
            default:
                throw Unsupported(left, operation, right, place);
        }
    }

    // How many items an array made of others has is as secret as how many they have.
    private static string? Counted(object? left, object? right) =>
        SecretNames.Join((left as TemplateArray)?.Secrets, (right as TemplateArray)?.Secrets);

    private static bool IsList(object? value) => value is TemplateArray or NumberRange;

    private static TemplateFault Unsupported(object? left, TokenKind operation, object? right, Place place) =>
        new(place, $"The operator {Sign(operation)} cannot be applied to {Kinds.Describe(left)} and {Kinds.Describe(right)}");
}
