using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PlanRunner.Templating;

/// <summary>
/// A function of Scriban's, which sees only strings: what it makes of a secret's text is secret, or it is refused. It stays within
/// the bounds of its render and reads nothing outside.
/// </summary>
internal sealed class GuardedFunction(string name, IScriptCustomFunction inner) : Function(inner)
{
    private const int LongestFormat = 100;
    private const string Clock = "A template cannot read the clock";
    private const string Varies = "Take the value from a variable.";
    private const string NoText = "Write it into the template, or into a template that is included.";

    // Functions that hand an object on and do not look at it, and those that look at what is in a list or a map.
    private static readonly HashSet<string> Blind = ["array.add", "array.any", "array.cycle", "array.insert_at"];
    private static readonly HashSet<string> Curious = ["array.contains", "array.sort", "array.uniq", "object.to_json"];

    private static readonly Dictionary<string, (string Message, string Help)> Refused = new()
    {
        ["date.now"] = (Clock, "Take the date from a variable."),
        ["date.utc_now"] = (Clock, "Take the date from a variable."),
        ["date.parse_to_string"] = ("date.parse_to_string is not available", "Write date.parse and then date.to_string."),
        ["math.random"] = ("math.random returns a different value every time", Varies),
        ["math.uuid"] = ("math.uuid returns a different value every time", Varies),
        ["object.eval"] = ("object.eval is not available", NoText),
        ["object.eval_template"] = ("object.eval_template is not available", NoText),
    };

    private readonly bool isRegex = name.StartsWith("regex.", StringComparison.Ordinal) || name == "html.strip";

    public override string ToString() => name;

    private protected override object? Invoke(RenderContext context, ScriptNode caller, ScriptArray arguments, ScriptBlockStatement? block)
    {
        var span = RenderContext.WholeSpan(caller);
        CheckNames(context, caller);
        if (Refused.TryGetValue(name, out var refused) && !(context.Options.Relaxed && name.StartsWith("math.", StringComparison.Ordinal)))
            return Now(context) ?? throw new TextFault(span, refused.Message, refused.Help);
        if (name == "array.join" && arguments is [IEnumerable items, _, null])
            return Join(context, items, arguments[1]);
        string? secrets = null;
        var clock = Stopwatch.GetTimestamp();
        try
        {
            for (var index = 0; index < arguments.Count; index++)
                arguments[index] = Given(context, span, arguments[index], inner.GetParameterInfo(index).ParameterType, ref secrets);
            Limit(context, span, arguments);
            var result = inner.Invoke(context, caller, arguments, block);
            return secrets is null ? Made(arguments, result, span)
                : result is string text ? TextValue.Secret(secrets, text)
                : throw TextFault.Decides(span, secrets);
        }
        catch (Exception e) when (e is not ScriptAbortException && (secrets ?? (e as TextFault)?.Secrets) is { } told)
        {
            // An error about a secret's text would reveal it.
            throw TextFault.Decides(span, told);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new TextFault(span, "The regular expressions take longer than allowed", stopsRender: true);
        }
        finally
        {
            if (isRegex)
                context.RegexLeft -= Stopwatch.GetElapsedTime(clock);
        }
    }

    private object? Now(RenderContext context) =>
        name is "date.now" or "date.utc_now" && context.Options.Relaxed ? context.Options.Time?.GetUtcNow().UtcDateTime : null;

    private object? Given(RenderContext context, SourceSpan span, object? value, Type type, ref string? secrets)
    {
        if (Curious.Contains(name) || (value is TextValue && type == typeof(string)))
            return context.Bare(value, ref secrets);
        if (value is TextValue own)
            return Blind.Contains(name) ? value : RenderContext.Known(span, own);
        if (type != typeof(string))
            return value;
        // What a function makes of the author's own text is not the author's.
        return context.ObjectToString(value) is { } text ? Authored.Value(text) : null;
    }

    private void Limit(RenderContext context, SourceSpan span, ScriptArray arguments)
    {
        if (isRegex)
            context.RegexTimeOut = context.RegexLeft > TimeSpan.Zero ? context.RegexLeft : TimeSpan.FromTicks(1);
        if (
            name is "math.format" or "object.format"
            && arguments is [_, string format, ..]
            && (format.Length > LongestFormat || Matches(format, @"^\s*[a-zA-Z]\d{3}"))
        )
            throw new TextFault(span, "The format asks for too many digits");
        if (
            name == "string.replace"
            && arguments is [string text, string { Length: > 0 } match, string with]
            && text.Length + ((long)text.AsSpan().Count(match) * with.Length) > context.LimitToString
        )
            throw TextFault.Grows(span, context.LimitToString);
    }

    private object? Made(ScriptArray arguments, object? result, SourceSpan span)
    {
        // A number of digits needs no quotes, however many there are.
        if (name == "math.format" && result is string { Length: > 0 } digits && digits.All(char.IsAsciiDigit))
            return TextValue.Untrusted(digits).WithForm(TextForm.Number);
        if (name != "date.parse" || result is not DateTime date)
            return result;
        if (date == default)
            throw new TextFault(span, $"{arguments[0]} is not a date", "Give its pattern, such as \"%Y-%m-%d\".");
        if (!IsDated(arguments[0]?.ToString() ?? "", arguments.Count > 1 ? arguments[1]?.ToString() : null))
            throw new TextFault(span, Clock, "Give the full date with its year: a missing part would be taken from today.");
        // A date without an offset is in UTC, wherever the machine is.
        var hasOffset = Matches(arguments[0]?.ToString() ?? "", @"\+\s*\d+|[zZ]\s*$|:\d\d[^:]*-\d\d:?\d\d$");
        return hasOffset ? date.ToUniversalTime() : DateTime.SpecifyKind(date, DateTimeKind.Utc);
    }

    private static bool IsDated(string text, string? pattern) =>
        pattern is null
            ? Matches(Regex.Replace(text, @"[+-]\d\d:?\d\d\s*$", "", RegexOptions.None, TimeSpan.FromSeconds(1)), @"\d{4}")
                && !(
                    DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var date)
                    && date.Year == 1
                )
            : Matches(pattern, "%[-^_]?[CcDFGgsvxYy]");

    // Made only where it is asked for: it would be seen in how long a command takes to start.
    private static bool Matches(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    private static object Join(RenderContext context, IEnumerable items, object? separator)
    {
        var parts = new List<object?>();
        foreach (var item in items)
        {
            context.Spend(1);
            parts.AddRange(parts.Count > 0 ? [separator, item] : [item]);
        }

        return context.Joined(parts);
    }

    private void CheckNames(RenderContext context, ScriptNode caller)
    {
        foreach (var named in (caller as ScriptFunctionCall)?.Arguments.OfType<ScriptNamedArgument>() ?? [])
        {
            var known = Enumerable.Range(0, inner.ParameterCount).Select(index => inner.GetParameterInfo(index).Name).ToList();
            if (named.Name is { } given && !known.Contains(given.Name))
                throw new TextFault(named.Span, $"The function {name} has no argument {given.Name}", context.Meant(given.Name, known));
        }
    }
}
