using System.Globalization;
using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Functions;

/// <summary>The values that a built-in function was given, in the order of its parameters.</summary>
internal sealed class Arguments(string function, object?[] values, bool[] isGiven, int fixedCount, CallArguments call, bool isRelaxed)
{
    public Place Place => call.Place;

    public string Function => function;

    public CallArguments Call => call;

    public object? this[int index] => values[index];

    /// <summary>What a variadic parameter took.</summary>
    public IEnumerable<object?> Rest => values.Skip(fixedCount).Take(call.Positional.Count - fixedCount);

    public bool Has(int index) => isGiven[index] && values[index] is not null;

    /// <summary>The argument as text; null is the empty text.</summary>
    public TextValue Text(int index, Renderer renderer) => renderer.Format(values[index], Place);

    public TextValue? OptionalText(int index, Renderer renderer) => Has(index) ? Text(index, renderer) : null;

    /// <summary>Text that decides what the function does and so may not be secret.</summary>
    public string Word(int index, Renderer renderer)
    {
        // The text, not the value: an array has no secret of its own, and yet may hold one.
        var text = Text(index, renderer);
        Secrecy.Refuse(text, Place);
        renderer.Budget.SpendLetters(text.Text.Length, Place);
        return text.Text;
    }

    public int Int(int index) => Arithmetic.Int(Numeric(index), Place);

    public int Int(int index, int otherwise) => Has(index) ? Int(index) : otherwise;

    public object Number(int index) => Arithmetic.Number(Numeric(index), Place);

    /// <summary>In a relaxed render null counts as zero, and text as the number that it spells.</summary>
    private object? Numeric(int index)
    {
        if (!isRelaxed || values[index] is not (null or TextValue { Secrets: null }))
        {
            return values[index];
        }

        return values[index] is not TextValue text
            ? 0
            : int.TryParse(text.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) ? whole
            : double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : text;
    }

    public bool Flag(int index) => values[index] is true;

    public List<object?> List(int index, Renderer renderer) => [.. renderer.ListOf(values[index], Place)];

    public TemplateFunction Callable(int index) =>
        values[index] as TemplateFunction
        ?? throw new TemplateFault(Place, $"{function} needs a function, not {Kinds.Describe(values[index])}", "Pass a function with @ before its name.");

    public TemplateFault Fail(string message, string? help = null) => new(Place, message, help);
}
