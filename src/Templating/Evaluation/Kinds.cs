using System.Numerics;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Names the kinds of values: for messages, and as <c>object.typeof</c> and <c>object.kind</c> do.</summary>
internal static class Kinds
{
    public static string Describe(object? value) =>
        value switch
        {
            null => "null",
            bool => "a boolean",
            TextValue => "a string",
            TemplateArray => "an array",
            NumberRange => "a range",
            TemplateObject => "an object",
            TemplateFunction => "a function",
            DateTimeOffset => "a date",
            TimeSpan => "a time span",
            LoopState => "a loop",
            _ when Arithmetic.IsNumber(value) => "a number",
            _ => "a value of the host",
        };

    public static string? TypeOf(object? value) =>
        value switch
        {
            null => null,
            bool => "boolean",
            TextValue => "string",
            TemplateArray => "array",
            NumberRange => "iterator",
            _ when Arithmetic.IsNumber(value) => "number",
            _ => "object",
        };

    public static string? KindOf(object? value) =>
        value switch
        {
            null => null,
            bool => "bool",
            TextValue => "string",
            int => "int",
            long => "long",
            uint => "uint",
            ulong => "ulong",
            float => "float",
            double => "double",
            decimal => "decimal",
            BigInteger => "bigint",
            NumberRange => "range",
            TemplateArray => "array",
            TemplateFunction => "function",
            _ => "object",
        };
}
