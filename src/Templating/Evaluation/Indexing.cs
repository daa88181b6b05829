using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Reads and sets what stands in square brackets.</summary>
internal static class Indexing
{
    public static object? Get(Renderer renderer, object? target, object? index, IndexExpression expression, bool isOptional)
    {
        Secrecy.Refuse(index, expression.Index.Place);
        if (target is null)
        {
            throw new TemplateFault(expression.Place, $"{Described(expression)} is null, so it has no items");
        }

        if (index is null)
        {
            throw new TemplateFault(expression.Index.Place, "null is no index");
        }

        if (index is TextValue || target is TemplateObject or LoopState)
        {
            return GetMember(renderer, target, index, expression, isOptional);
        }

        var position = Arithmetic.Long(index, expression.Index.Place);
        var count = target switch
        {
            TemplateArray array => array.Count,
            NumberRange range => range.Count,
            TextValue text => text.Text.Length,
            _ => throw new TemplateFault(expression.Place, $"{Kinds.Describe(target)} has no items"),
        };
        if (target is TextValue secret)
        {
            Secrecy.Refuse(secret, expression.Place);
        }

        position = position < 0 ? count + position : position;
        if (position < 0 || position >= count)
        {
            return isOptional || renderer.Options.Relaxed || IsArguments(expression)
                ? null
                : throw new TemplateFault(expression.Place, $"There is no item {Arithmetic.Format(index)}: the array has {count}", "Write ?? and a value where it may be missing.");
        }

        switch (target)
        {
            case TemplateArray array:
                return array[(int)position];
            case NumberRange range:
                return range[position];
            default:
                var text = (TextValue)target;
                renderer.Budget.SpendItems(text.RunCount, expression.Place);
                return text.Slice((int)position, 1);
        }
    }

    public static void Set(Renderer renderer, object? target, object? index, object? value, IndexExpression expression)
    {
        Secrecy.Refuse(index, expression.Index.Place);
        if (target is TemplateObject { IsGiven: true } or TemplateArray { IsGiven: true })
        {
            throw new TemplateFault(expression.Place, "The item cannot be changed: it was given to the template", "Assign to a variable of your own.");
        }

        switch (target, index)
        {
            case (TemplateObject members, not null):
                var name = Name(renderer, index, expression);
                members[name] = members.IsLocked(name) ? throw new TemplateFault(expression.Place, $"The variable {name} is read-only") : value;
                break;
            case (TemplateArray array, TextValue key):
                (array.Members ??= [])[key.Text] = value;
                break;
            case (TemplateArray array, not null):
                var position = Arithmetic.Long(index, expression.Index.Place);
                position = position < 0 ? array.Count + position : position;
                renderer.Budget.CheckCount(position, expression.Place);
                array[position < 0 ? throw new TemplateFault(expression.Place, "The array has no such item") : (int)position] = value;
                break;
            default:
                throw new TemplateFault(expression.Place, $"An item of {Kinds.Describe(target)} cannot be set");
        }
    }

    private static object? GetMember(Renderer renderer, object target, object index, IndexExpression expression, bool isOptional)
    {
        var name = Name(renderer, index, expression);
        if (Members.TryGet(renderer, target, name, expression.Index.Place, out var value))
        {
            return value;
        }

        return isOptional || renderer.Options.Relaxed || IsArguments(expression)
            ? null
            : throw new TemplateFault(
                expression.Index.Place, $"{Described(expression)} has no member {name}", Suggestion.For(name, Members.NamesOf(target)));
    }

    private static string Name(Renderer renderer, object index, IndexExpression expression)
    {
        var name = renderer.Format(index, expression.Index.Place);
        Secrecy.Refuse(name, expression.Index.Place);
        return name.Text;
    }

    private static bool IsArguments(IndexExpression expression) => expression.Target is LocalExpression { Name: "" };

    private static string Described(IndexExpression expression) => expression.Target is PathExpression path ? path.Path : "The value";
}
