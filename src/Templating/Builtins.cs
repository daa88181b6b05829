using System.Collections;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Scriban;
using Scriban.Functions;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace PlanRunner.Templating;

/// <summary>Scriban's functions without those that read what is outside, each within the bounds of its render.</summary>
internal static class Builtins
{
    private const int LongestFormat = 100;
    private const string Clock = "A template cannot ask for the time";

    // Functions that hand an object on and do not look at it.
    private static readonly HashSet<string> Blind = new(StringComparer.Ordinal)
    {
        "array.add", "array.any", "array.cycle", "array.insert_at",
    };

    public static readonly ScriptObject Shared = Make();

    public static IReadOnlySet<string> Names { get; } = Shared.GetMembers().Concat(["for", "while", "tablerow", "this", "continue"]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a value is one of the groups that functions stand in, which have no members but these.</summary>
    public static bool IsGroup(object value) => value is ScriptObject group && Shared.Values.Contains(group);

    private static BuiltinFunctions Make()
    {
        var all = new BuiltinFunctions();
        foreach (var (name, value) in all.ToList())
        {
            if (value is ScriptObject group && group.Count > 0)
                Guard(name, group);
        }

        all.SetValue("include", new Include(joins: false), readOnly: true);
        all.SetValue("include_join", new Include(joins: true), readOnly: true);
        all.IsReadOnly = true;
        return all;
    }

    private static void Guard(string name, ScriptObject group)
    {
        foreach (var (member, value) in group.ToList())
        {
            var full = $"{name}.{member}";
            if (value is IScriptCustomFunction function)
                group.SetValue(member, new Guarded(full, function), readOnly: true);
        }

        group.IsReadOnly = true;
    }

    /// <summary>What stands in the place of a function, or has to be looked at before it may run.</summary>
    private static object? Call(string name, IScriptCustomFunction inner, RenderContext context, ScriptNode? caller, ScriptArray arguments, ScriptBlockStatement? block)
    {
        var span = RenderContext.WholeSpan(caller ?? context.CurrentNode!);
        switch (name)
        {
            case "date.now" or "date.utc_now":
                return (context.IsRelaxed ? context.Time : null) is { } time ? time.GetUtcNow().UtcDateTime : throw new TextFault(span, Clock, "Take the date from a variable.");
            case "math.random" or "math.uuid" when !context.IsRelaxed:
                throw new TextFault(span, $"{name} gives something else every time", "Take the value from a variable.");
            case "object.eval" or "object.eval_template":
                throw new TextFault(span, $"{name} runs no text here", "Write it into the template, or into a template that is included.");
            case "date.parse_to_string":
                throw new TextFault(span, $"{name} is not there", "Write date.parse and then date.to_string.");
            case "array.contains" when arguments[1] is TextValue { Secrets: { } asked }:
                throw TextFault.Decides(span, asked);
            case "array.contains" when (arguments[0] as IEnumerable)?.OfType<TextValue>().FirstOrDefault(text => text.Secrets is not null) is { } hidden:
                throw TextFault.Decides(span, hidden.Secrets!);
            case "math.format" or "object.format" when arguments.Count > 1 && arguments[1] is string format && (format.Length > LongestFormat || Precision.IsMatch(format)):
                throw new TextFault(span, "The format asks for too many digits");
            case "string.replace" when arguments is [string text, string { Length: > 0 } match, string with] && text.Length + ((long)text.AsSpan().Count(match) * with.Length) > context.LimitToString:
                throw TextFault.Grows(span, context.LimitToString);
        }

        if (name == "array.join" && arguments is [IEnumerable items, _, null])
        {
            var parts = new List<object?>();
            foreach (var item in items)
            {
                context.Spend(1);
                parts.AddRange(parts.Count > 0 ? [arguments[1], item] : [item]);
            }

            return context.Joined(parts);
        }

        if (name == "object.to_json")
            arguments[0] = context.Bare(arguments[0]);
        var isRegex = name.StartsWith("regex.", StringComparison.Ordinal) || name == "html.strip";
        var clock = Stopwatch.GetTimestamp();
        if (isRegex)
            context.RegexTimeOut = context.RegexLeft > TimeSpan.Zero ? context.RegexLeft : TimeSpan.FromTicks(1);
        try
        {
            var result = inner.Invoke(context, caller, arguments, block);
            return name switch
            {
                "date.parse" => Universal(arguments, result as DateTime?, span),
                // A number of digits needs no quotes, however many there are.
                "math.format" when result is string { Length: > 0 } digits && digits.All(char.IsAsciiDigit) => TextValue.Untrusted(digits).WithForm(TextRun.Number),
                "string.split" or "regex.split" or "regex.match" or "regex.matches" when result is IEnumerable parts and not string =>
                    new ScriptArray(parts.Cast<object?>().Select(part => part is string cut ? Authored.Value(cut) : part).ToArray()),
                _ => result is string text2 && inner.ReturnType == typeof(string) ? Authored.Value(text2) : result,
            };
        }
        catch (RegexMatchTimeoutException)
        {
            throw new TextFault(span, "The regular expressions take more than the time there is for them", ends: true);
        }
        finally
        {
            if (isRegex)
                context.RegexLeft -= Stopwatch.GetElapsedTime(clock);
        }
    }

    // A date without an offset is in UTC, wherever the machine stands.
    private static object? Universal(ScriptArray arguments, DateTime? read, SourceSpan span)
    {
        if (read is not { } date)
            return null;
        if (date == default)
            throw new TextFault(span, $"{arguments[0]} is no date", "Give its pattern, such as \"%Y-%m-%d\".");
        var text = arguments[0]?.ToString() ?? "";
        return Offset.IsMatch(text) ? date.ToUniversalTime() : DateTime.SpecifyKind(date, DateTimeKind.Utc);
    }

    private static readonly Regex Precision = new(@"^\s*[a-zA-Z]\d{3}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly Regex Offset = new(@"\+\s*\d+|[zZ]\s*$|:\d\d[^:]*-\d\d:?\d\d$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private sealed class Guarded(string name, IScriptCustomFunction inner) : IScriptCustomFunction
    {
        public int RequiredParameterCount => inner.RequiredParameterCount;

        public int ParameterCount => inner.ParameterCount;

        public ScriptVarParamKind VarParamKind => inner.VarParamKind;

        public Type ReturnType => inner.ReturnType;

        public ScriptParameterInfo GetParameterInfo(int index) => inner.GetParameterInfo(index);

        public override string ToString() => name;

        public object? Invoke(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement)
        {
            var render = (RenderContext)context;
            foreach (var named in (callerContext as ScriptFunctionCall)?.Arguments.OfType<ScriptNamedArgument>() ?? [])
            {
                var known = Enumerable.Range(0, ParameterCount).Select(index => GetParameterInfo(index).Name).ToList();
                if (named.Name is { } given && !known.Contains(given.Name))
                    throw new TextFault(named.Span, $"The function {name} has no argument {given.Name}", Suggestion.For(given.Name, known));
            }

            if (!Blind.Contains(name))
            {
                // Where an object is asked for, a text of ours would not be seen to be text.
                for (var index = 0; index < arguments.Count; index++)
                {
                    if (arguments[index] is TextValue text)
                        arguments[index] = render.Known(RenderContext.WholeSpan(callerContext ?? context.CurrentNode!), text);
                }
            }

            return Call(name, inner, render, callerContext, arguments, blockStatement);
        }

        public ValueTask<object?> InvokeAsync(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
            ValueTask.FromResult(Invoke(context, callerContext, arguments, blockStatement));
    }
}
