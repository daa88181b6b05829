using System.Collections;
using System.Numerics;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Runtime.Accessors;
using Scriban.Syntax;

namespace PlanRunner.Templating;

/// <content>How values are looked at, and what that costs: every way to the text of a secret goes through here.</content>
internal sealed partial class RenderContext
{
    private const int StepsPerRound = 16;
    private const int LettersPerStep = 16;
    private const int MostBits = 4096;
    private const int ShortestTold = 3;

    private long steps;
    private long written;
    // The secrets whose text was taken since the node that is evaluated began, and for which its value has to answer.
    private string? taken;
    private bool lenient;

    public TimeSpan RegexLeft { get; set; }

    /// <summary>Counts work, and ends the render that does too much of it.</summary>
    public void Spend(long work)
    {
        if ((steps -= work) < 0)
            throw new TextFault(CurrentSpan, $"The template does more than {options.LoopLimit} rounds of loops, calls and the like", "Loop over less.", ends: true);
    }

    /// <summary>Counts what is written, also into what is captured.</summary>
    public void Grow(int count)
    {
        if ((written += count) > options.OutputLimit)
            throw TextFault.Grows(CurrentSpan, options.OutputLimit);
    }

    /// <summary>A text's characters, which are now the affair of the node that is evaluated.</summary>
    public string Take(TextValue text)
    {
        taken = SecretNames.Join(taken, text.Secrets);
        Spend(text.Text.Length / LettersPerStep);
        return text.Text;
    }

    /// <summary>Notes a secret, so that no message tells it.</summary>
    public void Meet(TextValue text)
    {
        Met = SecretNames.Join(Met, text.Secrets);
        foreach (var run in text.Runs.Where(run => run.Secret is not null && run.Text.Length >= ShortestTold))
            secretTexts[run.Text] = run.Secret!;
    }

    public override string? ObjectToString(object? value, bool nested = false)
    {
        if (value is Lost)
            throw Lost.Fault(CurrentSpan);
        var text = base.ObjectToString(value is TextValue own ? Take(own) : value, nested);
        if (text?.Length > options.OutputLimit)
            throw TextFault.Grows(CurrentSpan, options.OutputLimit);
        Spend((text?.Length ?? 0) / LettersPerStep);
        return text;
    }

    public override object? ToObject(SourceSpan span, object? value, Type destinationType)
    {
        switch (value)
        {
            case Lost:
                throw Lost.Fault(span);
            case TextValue when destinationType.IsAssignableFrom(typeof(TextValue)):
                return value;
            case TextValue text when destinationType == typeof(string):
                return Take(text);
            case TextValue text:
                return base.ToObject(span, Known(span, text), destinationType);
            case string text:
                Spend(text.Length / LettersPerStep);
                break;
        }

        return base.ToObject(span, value, destinationType);
    }

    public override bool ToBool(SourceSpan span, object? value) => value is Lost ? throw Lost.Fault(span) : base.ToBool(span, value is TextValue text ? Known(span, text) : value);

    public override int ToInt(SourceSpan span, object? value) => value is Lost ? throw Lost.Fault(span) : base.ToInt(span, value is TextValue text ? Known(span, text) : value);

    public override IList? ToList(SourceSpan span, object? value) => value is Lost ? throw Lost.Fault(span) : base.ToList(span, value is TextValue text ? Known(span, text) : value);

    public override object? IsEmpty(SourceSpan span, object? against) => against is Lost ? throw Lost.Fault(span) : base.IsEmpty(span, against is TextValue text ? Known(span, text) : against);

    public override void SetLoopVariable(ScriptVariable variable, object? value)
    {
        if (value is TextValue { Secrets: { } secrets })
            looped = SecretNames.Join(looped, secrets);
        base.SetLoopVariable(variable, value);
    }

    private string? looped;

    /// <summary>A value with strings in the place of our texts, at any depth.</summary>
    public object? Bare(object? value, int depth = 0)
    {
        Spend(1);
        return depth > ObjectRecursionLimit ? throw new TextFault(CurrentSpan, "A value contains itself, or is nested too deeply") : value switch
        {
            TextValue text => Take(text),
            ScriptObject members => BareMembers(members, depth),
            string or ScriptRange => value,
            IList items => new ScriptArray(items.Cast<object?>().Select(item => Bare(item, depth + 1)).ToArray()),
            _ => value,
        };
    }

    private ScriptObject BareMembers(ScriptObject members, int depth)
    {
        var bare = new ScriptObject();
        foreach (var (name, member) in members)
            bare[name] = Bare(member, depth + 1);
        return bare;
    }

    /// <summary>The text of what is no secret, for what decides by it.</summary>
    public string Known(SourceSpan span, TextValue text) => text.Secrets is { } secrets ? throw TextFault.Decides(span, secrets) : Take(text);

    protected override IObjectAccessor? GetMemberAccessorImpl(object target) => target switch
    {
        Lost => throw Lost.Fault(CurrentSpan),
        TextValue => TextAccessor.Instance,
        // Of .NET only what the language has: no member of any other object can be seen.
        IScriptObject or string or IList or DateTime or TimeSpan => base.GetMemberAccessorImpl(target),
        _ when target.GetType().IsPrimitive || target is decimal or KeyValuePair<string, object?> => base.GetMemberAccessorImpl(target),
        _ => NullAccessor.Default,
    };

    protected override IListAccessor? GetListAccessorImpl(object target, Type type) => target switch
    {
        Lost => throw Lost.Fault(CurrentSpan),
        TextValue => TextAccessor.Instance,
        _ => base.GetListAccessorImpl(target, type),
    };

    // What was made with a secret's text is secret, or it is refused: a number, a decision, or nothing could tell of it.
    private object? Kept(ScriptNode node, object? result)
    {
        switch (result)
        {
            case string text when text.Length > options.OutputLimit:
                throw TextFault.Grows(node.Span, options.OutputLimit);
            case string text:
                Spend(text.Length / LettersPerStep);
                break;
            case null when !lenient && node is ScriptBinaryExpression { Operator: >= ScriptBinaryOperator.Add and <= ScriptBinaryOperator.Modulus } sum:
                throw new TextFault(node.Span, $"The operator {sum.OperatorToken?.Value} is applied to null", "Write ?? and a value where it may be null.");
            case BigInteger number when number.GetBitLength() > MostBits:
                throw new TextFault(node.Span, "The number grows too large", ends: true);
            case ScriptArray array when array.Count > options.LoopLimit:
                throw new TextFault(node.Span, $"The array grows over {options.LoopLimit} items", ends: true);
        }

        if (looped is not null && node is ScriptMemberExpression { Member.Name: "changed" } member)
            throw TextFault.Decides(member.Member!.Span, looped);
        if (result is TextValue deciding && Decides(node))
            result = Known(node.Span, deciding);
        if (taken is not { } secrets)
            return result;
        var kept = result switch
        {
            string text => TextValue.Secret(secrets, text),
            char letter => TextValue.Secret(secrets, letter.ToString()),
            TextValue text => text.WithSecrets(secrets),
            _ => throw TextFault.Decides(WholeSpan(node), secrets),
        };
        Meet(kept);
        return kept;
    }

    // Where a value says what the template does, and not what it writes.
    private static bool Decides(ScriptNode node) => node.Parent switch
    {
        ScriptCaseStatement choice => ReferenceEquals(choice.Value, node),
        ScriptForStatement loop => ReferenceEquals(loop.Iterator, node),
        ScriptIndexerExpression item => ReferenceEquals(item.Index, node),
        ScriptList { Parent: ScriptWhenStatement } => true,
        _ => false,
    };

    private bool Missing(TemplateContext context, SourceSpan span, ScriptVariable variable, out object? value)
    {
        value = null;
        var known = GivenNames().Concat(Builtins.Names);
        if (options.Relaxed)
        {
            misspelt = Suggestion.For(variable.Name, known);
            return true;
        }

        throw new TextFault(span, $"The name {variable} is not known", Operator(variable.Name) ?? Suggestion.For(variable.Name, known));
    }

    private bool Missing(TemplateContext context, SourceSpan span, object target, string member, out object? value)
    {
        value = null;
        var source = span.FileName is { } name && included.TryGetValue(name, out var tree) ? tree : root;
        if ((lenient && !Builtins.IsGroup(target)) || source.IsOptional(span))
            return true;
        if (target is not IScriptObject members)
            return false;
        throw new TextFault(span, $"There is no member {member} here", Suggestion.For(member, members.GetMembers()));
    }

    private IEnumerable<string> GivenNames() => (CurrentGlobal?.GetMembers() ?? []).Concat(given.Names);

    private static string? Operator(string word) => word switch
    {
        "and" => "Both conditions are joined by &&.",
        "or" => "Two conditions of which one is enough are joined by ||.",
        "not" => "A condition is turned around by ! before it.",
        _ => null,
    };

    // The last name that a relaxed render took for null.
    private string? misspelt;

    private string? Remedy(string message) =>
        message.Contains("out of bounds", StringComparison.Ordinal) ? "Write ?? and a value where it may be missing."
        : message.Contains("null", StringComparison.Ordinal) && message.Contains("member", StringComparison.Ordinal) ? misspelt ?? "Use ?. where it may be null."
        : null;
}
