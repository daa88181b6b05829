using System.Globalization;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Rendering;

/// <summary>Lists the instances of a foreach: a scalar is its own key, a map names one with <c>key</c>.</summary>
internal sealed class InstanceLister(Diagnostics diagnostics)
{
    /// <summary>Null where the list is unknown; its mistakes were reported.</summary>
    public IReadOnlyList<Instance>? List(Step step, PlanTemplate template, RenderScope scope)
    {
        if (!StepRenderer.KnownToAll(template, step, "foreach", diagnostics))
            return null;
        var (ok, value) = template.Evaluate(scope);
        if (!ok)
            return null;
        if (value is not TemplateArray list)
        {
            diagnostics.Error(
                "PR4011",
                $"foreach of \"{step.Id}\" must be a list, not {Describe(value)}",
                template.PlaceAt(0, template.Text.Length),
                "use a variable of type list"
            );
            return null;
        }

        var result = new List<Instance>();
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, item) in list.Index())
        {
            if (Key(step, item, $"item {index + 1} of \"{step.Id}\"", template) is not { } key)
                continue;
            if (keys.TryAdd(key, index + 1))
                result.Add(new Instance(key, item));
            else
                Tell(
                    template,
                    $"items {keys[key]} and {index + 1} of \"{step.Id}\" have the same key, \"{key}\"",
                    "the key is part of the step's identity: remove one, or choose another member as key"
                );
        }

        return result;
    }

    private string? Key(Step step, object? item, string name, PlanTemplate template)
    {
        if (item is TemplateObject map)
        {
            if (step.Key is null)
                return Tell(template, $"the items of \"{step.Id}\" are mappings, and key: is missing", "add key: MEMBER to the step");
            if (!map.TryGet(step.Key, out var member))
                return Tell(template, $"{name} has no \"{step.Key}\"", Suggestion.Help(step.Key, map.Keys, "give each item that member"));
            item = member;
        }

        if (item is TextValue { Secrets: { } secrets })
            return Tell(
                template,
                $"{name} holds the secret {secrets} and cannot name an instance",
                "use the secret in the step's text instead: {{ secrets.NAME }}"
            );
        var key = item switch
        {
            TextValue text => text.Text,
            string text => text,
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => null,
        };
        return key switch
        {
            null => Tell(
                template,
                $"{name} is {Describe(item)} and cannot name an instance",
                "make each item text, a number, or a mapping with key:"
            ),
            "" => Tell(template, $"{name} has an empty key", "remove it"),
            _ when HiddenCharacter.In(key) is { } hidden => Tell(
                template,
                $"{name} has a key with a line break or another character that is not seen: {hidden}",
                "take it out, or choose another member as key"
            ),
            _ => key,
        };
    }

    private string? Tell(PlanTemplate template, string message, string? help)
    {
        diagnostics.Error("PR4012", message, template.PlaceAt(0, template.Text.Length), help);
        return null;
    }

    private static string Describe(object? value) =>
        value switch
        {
            null => "nothing",
            TemplateArray => "a list",
            TemplateObject => "a mapping",
            bool => "true or false",
            TextValue or string => "text",
            _ => "a number",
        };
}
