using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace PlanRunner.Templating;

/// <summary>
/// One render by Scriban: what is written is kept in pieces, what depends on a secret's text stays secret or is refused, and what
/// goes too far is an error.
/// </summary>
internal sealed partial class RenderContext : TemplateContext
{
    private const int MostFailures = 100;
    private const int LongestMessage = 1000;
    private const int CallSteps = 80;
    private const int DeepestValue = 100;
    private const int DeepestNode = 2000;

    // What follows is the stack that Scriban needs when a render at the deepest level fails.
    private const int DeepNode = 60;
    private const int LargeStack = 64 * 1024 * 1024;

    [ThreadStatic]
    private static RenderContext? idle;

    private Progress now = Progress.None;

    private RenderContext()
        : base(Builtins.Shared)
    {
        ObjectRecursionLimit = DeepestValue;
        TryGetVariable = Missing;
        TryGetMember = Missing;
    }

    public TemplateOptions Options => now.Options;

    /// <summary>The place of what is being written.</summary>
    public Segment Here
    {
        get
        {
            if ((now.Writing ?? CurrentNode) is not { } node)
                return default;
            var tree = TreeAt(node.Span);
            var (start, length) = tree.BlockOf(node.Span);
            return new Segment("", null, start, length, Verbatim: false, tree.Source, null, node.Span.Start.Offset, node.Span.Length);
        }
    }

    /// <summary>The place of a call with the pipe that it is in.</summary>
    public static SourceSpan WholeSpan(ScriptNode node)
    {
        var span = node.Span;
        // Scriban gives a call in the middle of a pipe no end.
        if (span.End.Offset < span.Start.Offset && node is ScriptFunctionCall { Arguments: [.., var last] })
            span.End = last.Span.End;
        for (var inner = node; inner.Parent is ScriptPipeCall pipe; inner = pipe)
        {
            if (ReferenceEquals(pipe.To, inner) && pipe.From is { } from)
                span.Start = from.Span.Start;
        }

        return span;
    }

    /// <summary>Renders all of a template or, of one that is a single expression, finds its value.</summary>
    public static RenderOutcome Run(SourceTree tree, ScriptExpression? single, TemplateObject model, TemplateOptions options, bool redacted)
    {
        // One that is made costs more than most renders. A function of the host may render too, while this one is in use.
        var context = idle ?? new RenderContext();
        idle = null;
        var outcome = context.Begun(tree, model, options, redacted).Outcome(single);
        // What an error has left half done is not used again.
        if (outcome.Errors.Count == 0)
        {
            context.Reset();
            context.now = Progress.None;
            idle = context;
        }

        return outcome;
    }

    private RenderContext Begun(SourceTree root, TemplateObject model, TemplateOptions options, bool redacted)
    {
        var output = new PieceOutput(this);
        now = new Progress(root, options, output, new NameScope(model, redacted, options.Read));
        PushOutput(output);
        PushGlobal(now.Given);
        ResetPreviousNewLine();
        CurrentIndent = null;
        StrictVariables = !options.Relaxed;
        LoopLimit = options.LoopLimit;
        RecursiveLimit = options.RecursionLimit;
        // Scriban cuts a text short where it is as long as this: here it is an error before.
        LimitToString = options.OutputLimit + 16;
        CancellationToken = options.Cancellation;
        Relax(isLenient: false, ofIndexes: false);
        return this;
    }

    private RenderOutcome Outcome(ScriptExpression? single)
    {
        object? value = null;
        try
        {
            if (single is null)
                WritePage(now.Root.Template.Page!);
            else
                value = Copy(Evaluate(now.Writing = single, aliasReturnedFunction: false), Given);
        }
        catch (ScriptRuntimeException e)
        {
            Tell(e);
        }

        return new RenderOutcome(now.Output.Segments, value, now.Met, now.Errors);

        // The content of the value is recorded as if it were written: the display is the same whatever a secret is.
        object? Given(object? leaf)
        {
            Pieces(leaf, Here, nested: 0, now.Output.Add);
            return TextValue.FromScript(leaf);
        }
    }

    /// <summary>Names a secret that the render has met, and which therefore must not change what it gives.</summary>
    public void Meet(string? secrets) => now.Met = TextValue.Join(now.Met, secrets);

    /// <summary>The tree of the text that something is in.</summary>
    public SourceTree TreeAt(SourceSpan span) => now.Included.GetValueOrDefault(span.FileName ?? "", now.Root);

    public override object? Evaluate(ScriptNode? node, bool aliasReturnedFunction)
    {
        if (node is null)
            return null;
        Spend(node is ScriptFunctionCall ? CallSteps : 1);
        if (++now.Depth > DeepestNode || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new TextFault(node.Span, "The expression is nested too deeply", stopsRender: true);
        var before = (now.Lenient, EnableRelaxedIndexerAccess);
        Relax(Options.Relaxed || IsReplaceable(node), node is ScriptAssignExpression);
        try
        {
            return now.Depth == DeepNode
                ? OnLargeStack(node, aliasReturnedFunction)
                : Checked(node, Evaluated(node, aliasReturnedFunction));
        }
        // Caught only where it is reported, and not at every level that it passes.
        catch (ScriptRuntimeException e)
            when (node is ScriptStatement and not ScriptBlockStatement && !StopsRender(e) && now.Failures++ < MostFailures)
        {
            Tell(e);
            if (node is ScriptExpressionStatement { Expression: ScriptAssignExpression { Target: ScriptVariable variable } })
                now.Lost.Add(variable.Name);
            return null;
        }
        finally
        {
            now.Depth--;
            Relax(before.Lenient, before.EnableRelaxedIndexerAccess);
        }
    }

    private object? OnLargeStack(ScriptNode node, bool aliasReturnedFunction)
    {
        var evaluation = new Task<object?>(() => Checked(node, Evaluated(node, aliasReturnedFunction)));
        var thread = new Thread(evaluation.RunSynchronously, LargeStack);
        thread.Start();
        thread.Join();
        return evaluation.GetAwaiter().GetResult();
    }

    private object? Evaluated(ScriptNode node, bool aliasReturnedFunction) =>
        node switch
        {
            ScriptVariable { Name: var name } when now.Lost.Contains(name) => throw TextFault.Silent(node.Span),
            ScriptMemberExpression { Member: { Name: "changed", Span: var at } } when now.Looped is not null => throw TextFault.Decides(
                at,
                now.Looped
            ),
            ScriptCaptureStatement capture => Captured(capture),
            ScriptExpressionStatement { Parent: not ScriptFunction, CanOutput: true, Expression: not ScriptAssignExpression } statement =>
                Written(statement, now.Calls),
            ScriptBlockStatement { Parent: ScriptFunction } body => Called(body),
            ScriptInterpolatedStringExpression text => Joined([.. text.Parts.Select(part => Evaluate(part, aliasReturnedFunction: false))]),
            ScriptBinaryExpression { Operator: ScriptBinaryOperator.Add, Left: { } left, Right: { } right } sum => Sum(
                sum.OperatorToken?.Span ?? sum.Span,
                left,
                right
            ),
            ScriptAssignExpression { EqualToken.TokenType: TokenType.PlusEqual, Target: { } target, Value: { } added } => Assigned(
                target,
                Sum(node.Span, target, added)
            ),
            ScriptPage page => Paged(page),
            ScriptReturnStatement end => base.Evaluate(now.Returned = end, aliasReturnedFunction),
            _ => base.Evaluate(node, aliasReturnedFunction),
        };

    public override TemplateContext Write(SourceSpan span, object? value)
    {
        if (value is TextValue { Segments: { } segments })
            segments.ToList().ForEach(Emit);
        else
            Pieces(value, Here, nested: 0, Emit);
        return this;
    }

    /// <summary>Texts one behind the other: a string where that says all, else a text that knows what it was made of.</summary>
    public object Joined(IReadOnlyList<object?> parts)
    {
        if (!parts.Any(part => part is TextValue || (part is string { Length: > 0 } text && Authored.Is(text))))
            return string.Concat(parts.Select(part => ObjectToString(part)));
        var pieces = new List<Segment>();
        foreach (var part in parts)
            Pieces(part, default, nested: 0, pieces.Add);
        var joined = TextValue.Of(pieces);
        var limit = Options.OutputLimit;
        return joined.Text.Length <= limit ? TextValue.ToScript(joined)! : throw TextFault.Grows(CurrentSpan, limit);
    }

    /// <summary>The pieces that an included template writes.</summary>
    public IReadOnlyList<Segment> Included(Scriban.Template template, ScriptArray arguments, ScriptNode caller)
    {
        now.LastPage = [];
        RenderTemplate(template, arguments, caller);
        return now.LastPage;
    }

    protected override Scriban.Template CreateTemplate(string templatePath, ScriptNode? callerContext)
    {
        var span = callerContext?.Span ?? CurrentSpan;
        if (Options.Include is null)
            throw new TextFault(span, "Templates cannot be included here");
        if (!now.Included.TryGetValue(templatePath, out var tree))
        {
            var text = Options.Include(templatePath) ?? throw new TextFault(span, $"There is no template {templatePath} to include");
            now.Included[templatePath] = tree = new SourceTree(text, templatePath);
        }

        tree.Errors.ToList().ForEach(Add);
        return tree.Errors.Count == 0 ? tree.Template : throw TextFault.Silent(span);
    }

    private object? WritePage(ScriptPage page) =>
        base.Evaluate(page, aliasReturnedFunction: false) is { } value ? Write(now.Returned, value) : null;

    private object? Called(ScriptBlockStatement body)
    {
        now.Calls++;
        return base.Evaluate(body, aliasReturnedFunction: false);
    }

    // A function of the template's own writes for itself, or nothing on purpose.
    private object? Written(ScriptExpressionStatement statement, int before) =>
        base.Evaluate(statement, aliasReturnedFunction: false) is var value && value is null && now.Calls != before
            ? null
            : Write(statement.Expression, value);

    private object? Write(ScriptNode? from, object? value)
    {
        now.Writing = from;
        Write(default(SourceSpan), value);
        return now.Writing = null;
    }

    private object? Sum(SourceSpan span, ScriptExpression left, ScriptExpression right)
    {
        var (first, second) = (Evaluate(left, aliasReturnedFunction: false), Evaluate(right, aliasReturnedFunction: false));
        return first is string or TextValue || second is string or TextValue
            ? Joined([first, second])
            : ScriptBinaryExpression.Evaluate(this, span, ScriptBinaryOperator.Add, left.Span, first, right.Span, second);
    }

    private object? Assigned(ScriptExpression target, object? value)
    {
        SetValue(target, value);
        return null;
    }

    private object? Captured(ScriptCaptureStatement capture)
    {
        var pieces = Collect(() => Evaluate(capture.Body, aliasReturnedFunction: false));
        return Assigned(capture.Target!, TextValue.Of(pieces));
    }

    private object? Paged(ScriptPage page)
    {
        now.LastPage = Collect(() => WritePage(page));
        return null;
    }

    private IReadOnlyList<Segment> Collect(Action write)
    {
        var collected = new PieceOutput(this);
        PushOutput(collected);
        try
        {
            write();
        }
        finally
        {
            PopOutput();
        }

        return collected.Segments;
    }

    // What a value is written as.
    private void Pieces(object? value, Segment here, int nested, Action<Segment> add)
    {
        Spend(StepsPerRound);
        if (nested > ObjectRecursionLimit)
            throw new TextFault(CurrentSpan, "A value contains itself, or is nested too deeply");
        switch (value)
        {
            case TextValue text when nested == 0 || text.Secrets is not null || text.Runs.Any(run => !run.IsPlain):
                foreach (var run in text.Runs)
                    add(here with { Text = run.Text, Form = run.Form, Secret = run.Secret });
                break;
            case string text when nested == 0:
                add(here with { Text = text, Form = Authored.Is(text) ? TextForm.Trusted : null });
                break;
            case IEnumerable items and not (string or ScriptObject or IScriptCustomFunction):
                var open = "[";
                foreach (var item in items)
                {
                    add(here with { Text = open, Form = TextForm.Trusted });
                    Pieces(item, here, nested + 1, add);
                    open = ", ";
                }

                add(here with { Text = open == "[" ? "[]" : "]", Form = TextForm.Trusted });
                break;
            case null when nested == 0:
                // Nothing, and whoever writes it into SQL has to know.
                add(here with { Text = "", Form = TextForm.Number });
                break;
            default:
                var isNumber = value is null or bool or int or uint or long or ulong or float or double or decimal or BigInteger;
                if (ObjectToString(value, nested > 0) is { } shown)
                    add(here with { Text = shown, Form = isNumber ? TextForm.Number : null });
                break;
        }
    }

    // Text that a function quoted, and secrets, are left as they are; other text is indented as Scriban does it.
    private void Emit(Segment piece)
    {
        var target = (PieceOutput)Output;
        if (piece.Text.Length == 0)
        {
            target.Add(piece);
            return;
        }

        var indent = CurrentIndent;
        target.Stamp = piece;
        // The indent of the line goes before what is quoted, and nothing into it.
        var first =
            piece.IsPlain ? piece.Text.Length
            : indent is not null && piece.Text[0] != '\n' ? 1
            : 0;
        Write(piece.Text, 0, first);
        CurrentIndent = null;
        Write(piece.Text, first, piece.Text.Length - first);
        (target.Stamp, CurrentIndent) = (null, indent);
    }

    private static bool StopsRender(ScriptRuntimeException fault) =>
        fault is ScriptAbortException or TextFault { StopsRender: true }
        || (fault is not TextFault && fault.OriginalMessage.Contains("xceed", StringComparison.Ordinal));

    private void Tell(ScriptRuntimeException fault)
    {
        if (fault is TextFault { IsSilent: true })
            return;
        var (message, help, kind) =
            fault is ScriptAbortException ? ("The render was cancelled", null, TemplateErrorKind.Other)
            : fault is TextFault own ? (own.OriginalMessage, own.Help, own.Kind)
            : EngineWords.Of(fault.OriginalMessage);
        // A misspelt name is null in a relaxed render; then its use is reported.
        if (Options.Relaxed && now.Meant is not null && kind == TemplateErrorKind.NullTarget)
            help = now.Meant;
        if (message.Length > LongestMessage)
            message = message[..LongestMessage] + "…";
        Add(TreeAt(fault.Span).Error(message, fault.Span, help) with { Kind = kind });
    }

    private void Add(TemplateError error)
    {
        if (!now.Errors.Contains(error))
            now.Errors.Add(error);
    }
}
