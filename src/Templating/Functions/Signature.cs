using PlanRunner.Templating.Evaluation;

namespace PlanRunner.Templating.Functions;

/// <summary>The parameters of a built-in function, written <c>text, start, length?</c>; <c>args...</c> takes all that is left.</summary>
internal sealed class Signature
{
    private readonly string function;
    private readonly string[] names;
    private readonly int required;
    private readonly bool isVariadic;

    private Signature(string function, string[] names, int required, bool isVariadic)
    {
        this.function = function;
        this.names = names;
        this.required = required;
        this.isVariadic = isVariadic;
    }

    public static Signature Parse(string function, string signature)
    {
        var parts = signature.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        return new Signature(
            function,
            [.. parts.Select(part => part.TrimEnd('?', '.'))],
            parts.Count(part => !part.EndsWith('?') && !part.EndsWith("...", StringComparison.Ordinal)),
            parts.Length > 0 && parts[^1].EndsWith("...", StringComparison.Ordinal));
    }

    public Arguments Bind(CallArguments call, Renderer renderer)
    {
        var given = call.Positional;
        if (given.Count > names.Length && !isVariadic)
        {
            throw new TemplateFault(
                call.Place,
                $"The function {function} takes {(names.Length == 1 ? "1 argument" : $"{names.Length} arguments")}, not {given.Count}",
                Usage);
        }

        var values = new object?[Math.Max(names.Length, given.Count)];
        var isGiven = new bool[values.Length];
        for (var index = 0; index < given.Count; index++)
        {
            values[index] = given[index];
            isGiven[index] = true;
        }

        foreach (var (name, value) in call.Named)
        {
            var index = Array.FindIndex(names, known => IsSame(known, name));
            if (index < 0)
            {
                throw new TemplateFault(call.Place, $"The function {function} has no argument {name}", Suggestion.For(name, names) ?? Usage);
            }

            values[index] = value;
            isGiven[index] = true;
        }

        for (var index = 0; index < required; index++)
        {
            if (!isGiven[index])
            {
                throw new TemplateFault(call.Place, $"The function {function} needs a value for {names[index]}", Usage);
            }
        }

        return new Arguments(function, values, isGiven, isVariadic ? names.Length - 1 : values.Length, call, renderer.Options.Relaxed);
    }

    // The documentation of the language writes some of them with underscores and some without.
    private static bool IsSame(string known, string given) =>
        string.Equals(Plain(known), Plain(given), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);

    private string Usage => names.Length == 0 ? $"Write {function} alone." : $"Write {function} and then {string.Join(", ", names)}.";
}
