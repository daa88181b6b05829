using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Sums and differences of dates and time spans.</summary>
internal static class Dates
{
    /// <summary>The result, or null where the operands are no such values.</summary>
    public static object? Apply(object? left, TokenKind operation, object? right, Place place)
    {
        try
        {
            return (left, operation, right) switch
            {
                (DateTimeOffset x, TokenKind.Minus, DateTimeOffset y) => x - y,
                (DateTimeOffset x, TokenKind.Minus, TimeSpan y) => x - y,
                (DateTimeOffset x, TokenKind.Plus, TimeSpan y) => x + y,
                (TimeSpan x, TokenKind.Plus, DateTimeOffset y) => y + x,
                (TimeSpan x, TokenKind.Plus, TimeSpan y) => x + y,
                (TimeSpan x, TokenKind.Minus, TimeSpan y) => x - y,
                _ => null,
            };
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            throw new TemplateFault(place, "The date lies outside the years 1 to 9999");
        }
    }
}
