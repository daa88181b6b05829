using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Parsing;

namespace PlanRunner.Templating.Functions;

/// <summary>The functions of <c>object</c>.</summary>
internal static class ObjectFunctions
{
    private const int LongestCode = 100_000;

    public static TemplateObject Members { get; } = new FunctionGroup("object")
        .Add("default", "value, default", Default)
        .Add("eval", "value", (renderer, a) => Evaluate(renderer, a, isTemplate: false))
        .Add("eval_template", "value", (renderer, a) => Evaluate(renderer, a, isTemplate: true))
        .Add("format", "value, format, culture?", (renderer, a) => MathFunctions.Format(renderer, a))
        .Add("from_json", "json", Json.Read)
        .Add("has_key", "value, key", (renderer, a) => a[0] is TemplateObject members && members.ContainsKey(a.Word(1, renderer)))
        .Add("has_value", "value, key", (renderer, a) => a[0] is TemplateObject members && members[a.Word(1, renderer)] is not null)
        .Add("keys", "value", (renderer, a) => new TemplateArray(MembersOf(renderer, a).Keys))
        .Add("kind", "value", (_, a) => Name(Kinds.KindOf(a[0])))
        .Add("size", "value", Size)
        .Add("to_json", "value", Json.Write)
        .Add("typeof", "value", (_, a) => Name(Kinds.TypeOf(a[0])))
        .Add("values", "value", (renderer, a) => new TemplateArray(MembersOf(renderer, a).Select(member => member.Value)))
        .Members;

    private static TextValue? Name(string? name) => name is null ? null : TextValue.Trusted(name);

    private static object? Default(Renderer renderer, Arguments arguments)
    {
        if (arguments[0] is not TextValue text)
        {
            return arguments[0] ?? arguments[1];
        }

        Secrecy.Refuse(text, arguments.Place);
        return text.Text.Length == 0 ? arguments[1] : text;
    }

    private static TemplateObject MembersOf(Renderer renderer, Arguments arguments)
    {
        switch (arguments[0])
        {
            case null:
                return [];
            case TemplateObject members:
                renderer.Budget.CheckCount(members.Count, arguments.Place, made: members.Count * 4L);
                return members;
            case var other:
                throw arguments.Fail($"{Kinds.Describe(other)} has no members");
        }
    }

    private static object Size(Renderer renderer, Arguments arguments) =>
        arguments[0] switch
        {
            null => 0,
            TextValue text => text.Text.Length,
            TemplateObject members => members.Count,
            TemplateArray array => array.Count,
            NumberRange range => Arithmetic.Fit(range.Count),
            var other => throw arguments.Fail($"{Kinds.Describe(other)} has no size"),
        };

    private static object? Evaluate(Renderer renderer, Arguments arguments, bool isTemplate)
    {
        switch (arguments[0])
        {
            case TemplateFunction function:
                return renderer.Invoke(function, new CallArguments(arguments.Place));
            case TextValue text:
                // Run as a template, a value's text would count as the author's own.
                return text.IsTrusted
                    ? Run(renderer, arguments, text.Text, isTemplate)
                    : throw arguments.Fail($"{arguments.Function} runs only what the template itself says, not a value");
            default:
                return arguments[0];
        }
    }

    private static object? Run(Renderer renderer, Arguments arguments, string text, bool isTemplate)
    {
        if (text.Length > LongestCode)
        {
            throw arguments.Fail($"The text to run is longer than {LongestCode} characters");
        }

        renderer.Budget.Spend(text.Length / 8, arguments.Place);
        var parsed = isTemplate ? Parser.Parse(text) : Parser.ParseCode(text);
        if (parsed.Errors is [var error, ..])
        {
            throw arguments.Fail($"The text cannot be run: {error.Message}", error.Help);
        }

        return renderer.Relocated(arguments.Place, () =>
        {
            if (!isTemplate && parsed.Statements.LastOrDefault() is Syntax.ExpressionStatement { Expression: var expression })
            {
                // A script's value is that of its last expression.
                renderer.RunBody([.. parsed.Statements.SkipLast(1)]);
                return renderer.Evaluate(expression);
            }

            object? returned = null;
            var output = renderer.Capture(() => returned = renderer.RunBody(parsed.Statements));
            return isTemplate ? output : returned ?? output;
        });
    }
}
