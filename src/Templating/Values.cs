using System.Collections;
using System.Globalization;
using Scriban.Runtime;

namespace PlanRunner.Templating;

/// <summary>Values on their way into a template and out of it.</summary>
internal static class Values
{
    private const int MostNested = 100;

    /// <summary>The .NET types that stand for the values of the language outside of templates, one each.</summary>
    public static object? Normal(object? value) => value switch
    {
        string text => TextValue.Untrusted(text),
        char letter => TextValue.Untrusted(letter.ToString()),
        byte number => (int)number,
        sbyte number => (int)number,
        short number => (int)number,
        ushort number => (int)number,
        DateTime { Kind: DateTimeKind.Local } date => new DateTimeOffset(date),
        DateTime date => new DateTimeOffset(DateTime.SpecifyKind(date, DateTimeKind.Utc)),
        DateOnly date => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)),
        _ => value,
    };

    /// <param name="value">As it is outside.</param>
    /// <param name="redacted">With the names of secrets in the place of their values.</param>
    public static object? ToScript(object? value, bool redacted) => value switch
    {
        TextValue { Secrets: not null } text => redacted ? text.Redacted() : text,
        TextValue { Runs: [{ Form: null }] } text => Authored.Value(text.Text),
        TextValue { Runs: [{ Form: TextRun.Trusted, Text.Length: > 0 }] } text => Authored.Of(text.Text),
        TemplateObject members => members.ToScript(redacted),
        TemplateArray items => items.ToScript(redacted),
        DateTimeOffset date => date.UtcDateTime,
        _ => value,
    };

    /// <summary>The secrets in a value.</summary>
    public static IEnumerable<TextValue> Secrets(object? value) => value switch
    {
        TextValue { Secrets: not null } text => [text],
        TemplateObject map => map.Secrets,
        TemplateArray list => list.Secrets,
        _ => [],
    };

    /// <param name="value">As the template has it.</param>
    /// <param name="context">The render that gives it.</param>
    /// <param name="secrets">Takes the names of the secrets in it.</param>
    /// <param name="depth">How deep it is nested.</param>
    public static object? FromScript(object? value, RenderContext context, ref string? secrets, int depth = 0)
    {
        if (depth > MostNested)
            throw new TextFault(context.CurrentSpan, "A value contains itself, or is nested too deeply");
        switch (value)
        {
            case null:
                return null;
            case TextValue text:
                secrets = SecretNames.Join(secrets, text.Secrets);
                return text;
            case string text:
                return Authored.Is(text) ? TextValue.Trusted(text) : TextValue.Untrusted(text);
            case Lost:
                throw Lost.Fault(context.CurrentSpan);
            case ScriptObject members:
                var map = new TemplateObject();
                foreach (var (name, member) in members)
                    map[name] = FromScript(member, context, ref secrets, depth + 1);
                return map;
            case IEnumerable items:
                var list = new TemplateArray();
                foreach (var item in items)
                {
                    context.Spend(1);
                    list.Add(FromScript(item, context, ref secrets, depth + 1));
                }

                return list;
            default:
                return Normal(value);
        }
    }

    /// <summary>What people may see of a value, to tell two apart.</summary>
    public static string Shown(object? value) => value switch
    {
        TextValue text => string.Concat(text.Runs.Select(run => run.Secret is null ? $"{run.Form}:{run.Text}" : $"(secret {run.Secret})")),
        TemplateObject map => string.Concat(map.Select(member => $"{{{member.Key}: {Shown(member.Value)}}}")),
        TemplateArray list => string.Concat(list.Select(item => $"[{Shown(item)}]")),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}
