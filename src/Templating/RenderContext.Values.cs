using System.Collections;
using System.Numerics;
using Scriban.Runtime.Accessors;

namespace PlanRunner.Templating;

/// <content>How values are read, and what that costs: every access to the text of a secret goes through here.</content>
internal sealed partial class RenderContext
{
    private const int StepsPerRound = 16;
    private const int LettersPerStep = 16;
    private const int MostBits = 4096;
    private const int MostNames = 1000;

    public TimeSpan RegexLeft
    {
        get => now.RegexLeft;
        set => now.RegexLeft = value;
    }

    /// <summary>The text of a value that is not a secret, for conditions.</summary>
    public static string Known(SourceSpan span, TextValue text) =>
        text.Secrets is { } secrets ? throw TextFault.Decides(span, secrets) : text.Text;

    public static object? Noted(object? value, ref string? secrets)
    {
        secrets = TextValue.Join(secrets, (value as TextValue)?.Secrets);
        return value;
    }

    /// <summary>Counts work, and ends the render that does too much of it.</summary>
    public void Spend(long work)
    {
        var message =
            (now.Steps -= work) < 0 ? $"The template does more than {Options.LoopLimit} loop iterations, calls and the like" : null;
        if (message is not null)
            throw new TextFault(CurrentSpan, message, "Loop over less.", stopsRender: true);
    }

    /// <summary>Counts what is written, also into what is captured.</summary>
    public void Grow(int count)
    {
        if ((now.Written += count) > Options.OutputLimit)
            throw TextFault.Grows(CurrentSpan, Options.OutputLimit);
    }

    /// <summary>A copy that can only be read, with others in the place of what is neither a list nor a map.</summary>
    public object? Copy(object? value, Func<object?, object?> leaf, int nested = 0)
    {
        Spend(1);
        if (nested > ObjectRecursionLimit)
            throw new TextFault(CurrentSpan, "A value contains itself, or is nested too deeply");
        return value switch
        {
            ScriptObject map and not IScriptCustomFunction => new TemplateObject(
                map.Select(at => KeyValuePair.Create(at.Key, Copy(at.Value, leaf, nested + 1)))
            )
            {
                IsReadOnly = true,
            },
            IEnumerable items and not (string or IScriptCustomFunction) => new TemplateArray(
                items.Cast<object?>().Select(item => Copy(item, leaf, nested + 1))
            )
            {
                IsReadOnly = true,
            },
            _ => leaf(value),
        };
    }

    /// <summary>A value with strings in the place of our texts, at any depth.</summary>
    public object? Bare(object? value, ref string? secrets)
    {
        string? found = null;
        var bare = Copy(value, leaf => Noted(leaf, ref found) is TextValue text ? text.Text : leaf);
        secrets = TextValue.Join(secrets, found);
        return bare;
    }

    public override string? ObjectToString(object? value, bool nested = false)
    {
        var text = base.ObjectToString(Plain(CurrentSpan, value), nested);
        if (text?.Length > Options.OutputLimit)
            throw TextFault.Grows(CurrentSpan, Options.OutputLimit);
        Spend((text?.Length ?? 0) / LettersPerStep);
        return text;
    }

    public override object? ToObject(SourceSpan span, object? value, Type destinationType)
    {
        Spend(((value as string)?.Length ?? 0) / LettersPerStep);
        return base.ToObject(span, destinationType.IsAssignableFrom(typeof(TextValue)) ? value : Plain(span, value), destinationType);
    }

    public override bool ToBool(SourceSpan span, object? value) => base.ToBool(span, Plain(span, value));

    public override int ToInt(SourceSpan span, object? value) => base.ToInt(span, Plain(span, value));

    public override IList? ToList(SourceSpan span, object? value) => base.ToList(span, Plain(span, value));

    public override object? IsEmpty(SourceSpan span, object? against) => base.IsEmpty(span, Plain(span, against));

    public override void SetLoopVariable(ScriptVariable variable, object? value)
    {
        now.Looped = TextValue.Join(now.Looped, (value as TextValue)?.Secrets);
        base.SetLoopVariable(variable, value);
    }

    /// <summary>What a misspelt name may have meant.</summary>
    public string? Meant(string name, IEnumerable<string> known) =>
        Options.Suggest?.Invoke(name, known.Take(MostNames)) is { } near ? $"Did you mean {near}?" : null;

    // Of .NET only what the language has: no member of any other object can be seen.
    protected override IObjectAccessor? GetMemberAccessorImpl(object target) =>
        target is IScriptObject or string or IList or DateTime or TimeSpan or decimal or KeyValuePair<string, object?>
        || target.GetType().IsPrimitive
            ? base.GetMemberAccessorImpl(target)
            : NullAccessor.Default;

    private static object? Plain(SourceSpan span, object? value) => value is TextValue text ? Known(span, text) : value;

    private object? Checked(ScriptNode node, object? result)
    {
        switch (result)
        {
            case ScriptRange range:
                // Scriban would walk it again for each of its items.
                return new ScriptArray(range.Select(Counted));
            case string text when text.Length > Options.OutputLimit:
                throw TextFault.Grows(node.Span, Options.OutputLimit);
            case string text:
                Spend(text.Length / LettersPerStep);
                break;
            case null
                when !now.Lenient
                    && node
                        is ScriptBinaryExpression
                        {
                            Operator: >= ScriptBinaryOperator.Add and <= ScriptBinaryOperator.Modulus,
                            OperatorToken.Value: var sign,
                        }:
                throw new TextFault(node.Span, $"The operator {sign} is applied to null", "Write ?? and a value where it may be null.");
            case BigInteger number when number.GetBitLength() > MostBits:
                throw new TextFault(node.Span, "The number grows too large", stopsRender: true);
            case TextValue text:
                Spend(text.Text.Length / LettersPerStep);
                return Decides(node) ? Known(node.Span, text) : text;
        }

        return result;
    }

    private object? Counted(object? item)
    {
        Spend(1);
        return item;
    }

    // Where a value says what the template does, and not what it writes.
    private static bool Decides(ScriptNode node) =>
        node.Parent switch
        {
            ScriptCaseStatement choice => ReferenceEquals(choice.Value, node),
            ScriptForStatement loop => ReferenceEquals(loop.Iterator, node),
            ScriptIndexerExpression item => ReferenceEquals(item.Index, node),
            ScriptList { Parent: ScriptWhenStatement } => true,
            _ => false,
        };

    // A value, or nothing, stands in for it where it is missing.
    private static bool IsReplaceable(ScriptNode node) =>
        node is ScriptMemberExpression { DotToken.TokenType: TokenType.QuestionDot }
        || (node.Parent is ScriptBinaryExpression { OperatorToken.Value: "??" or "?!" } choice && ReferenceEquals(choice.Left, node));

    private void Relax(bool isLenient, bool ofIndexes)
    {
        now.Lenient = EnableRelaxedMemberAccess = isLenient;
        EnableRelaxedTargetAccess = isLenient && !Options.Relaxed;
        EnableRelaxedIndexerAccess = isLenient || ofIndexes;
    }

    private bool Missing(TemplateContext context, SourceSpan span, ScriptVariable variable, out object? value)
    {
        value = null;
        if (now.Lost.Contains(variable.Name))
            throw TextFault.Silent(span);
        now.Meant = Meant(variable.Name, (CurrentGlobal?.GetMembers() ?? []).Concat(now.Given.Names).Concat(Builtins.Names));
        var help = Elsewhere(variable.Name) ?? now.Meant;
        if (Options.Relaxed)
            return true;
        throw new TextFault(span, $"The name {variable} is unknown", help) { Kind = TemplateErrorKind.UnknownName };
    }

    // What other template languages call it.
    private static string? Elsewhere(string name) =>
        name switch
        {
            "not" => "Negate a condition with ! before it.",
            "elif" or "elsif" or "elseif" => "Write else if.",
            "endif" or "endfor" or "endwhile" or "endcapture" => "Every block ends with end.",
            "none" or "None" or "nil" or "NULL" => "Write null.",
            "True" or "False" => $"Write {name.ToLowerInvariant()}.",
            "loop" => "A loop's counter is for.index.",
            _ => null,
        };

    private bool Missing(TemplateContext context, SourceSpan span, object target, string member, out object? value)
    {
        value = null;
        if (target is TextValue text && member == "size")
            value = Known(span, text).Length;
        else if (now.Lenient && !Builtins.IsGroup(target))
            return true;
        else if (target is IScriptObject members)
            throw new TextFault(span, $"There is no member {member} here", Meant(member, members.GetMembers()));
        return value is not null;
    }
}
