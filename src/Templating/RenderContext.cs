using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Runtime.Accessors;
using Scriban.Syntax;

namespace PlanRunner.Templating;

/// <summary>
/// One render by Scriban: what is written is kept in pieces, what a secret's text is taken for stays secret or is refused, and what
/// goes too far is an error.
/// </summary>
internal sealed partial class RenderContext : TemplateContext
{
    private const int MostErrors = 100;
    private const int LongestMessage = 1000;
    private const int CallSteps = 80;
    private const int DeepestNode = 2000;
    // What Scriban takes of the stack when a render that is as deep as it may be fails.
    private const int Stack = 64 * 1024 * 1024;

    private readonly SourceTree root;
    private readonly TemplateOptions options;
    private readonly PieceOutput output;
    private readonly NameScope given;
    private readonly Dictionary<string, SourceTree> included = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> secretTexts = new(StringComparer.Ordinal);
    private readonly List<TemplateError> errors = [];
    private IReadOnlyList<Segment>? pending;
    private ScriptStatement? statement;
    private int depth;
    private ScriptReturnStatement? returned;
    // What fails over a secret's text would tell of it: this is told in its place.
    private TextFault? failed;

    public RenderContext(SourceTree root, TemplateObject model, TemplateOptions options, bool redacted)
        : base(Builtins.Shared)
    {
        this.root = root;
        this.options = options;
        steps = (long)options.LoopLimit * StepsPerRound;
        RegexLeft = options.RegexTimeout;
        output = new PieceOutput(this);
        PushOutput(output);
        given = new NameScope(model, redacted, options.Read);
        PushGlobal(given);
        StrictVariables = !options.Relaxed;
        LoopLimit = options.LoopLimit;
        RecursiveLimit = options.RecursionLimit;
        // Scriban cuts a text short where it is as long as this: here it is an error before.
        LimitToString = options.OutputLimit + 16;
        CancellationToken = options.Cancellation;
        TryGetVariable = Missing;
        TryGetMember = Missing;
        TemplateLoader = new NoLoader();
    }

    public IReadOnlyList<TemplateError> Errors => errors;

    public IReadOnlyList<Segment> Segments => output.Segments;

    /// <summary>The secrets whose values the render has met, joined by '+'.</summary>
    public string? Met { get; private set; }

    public bool IsRelaxed => options.Relaxed;

    public TimeProvider? Time => options.Time;

    /// <summary>The place of what is being written.</summary>
    public Segment Here => At(statement is ScriptExpressionStatement { Expression: { } expression } ? expression : returned ?? (ScriptNode?)statement ?? CurrentNode);

    /// <summary>The place of a call with the pipe that it stands in.</summary>
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

    public void Run() => Guarded(() =>
    {
        var page = root.Template.Page!;
        if (Evaluate(page, aliasReturnedFunction: false) is { } value)
            WriteReturned(page, value);
        return null;
    });

    public object? Run(ScriptExpression expression) => Guarded(() =>
    {
        var value = Evaluate(expression, aliasReturnedFunction: false);
        string? secrets = null;
        // As it is read, and with it what is only made when it is read.
        var result = Values.FromScript(value, this, ref secrets);
        return taken is { } late ? throw TextFault.Decides(expression.Span, late) : result;
    });

    public override object? Evaluate(ScriptNode? node, bool aliasReturnedFunction)
    {
        if (node is null)
            return null;
        Spend(node is ScriptFunctionCall ? CallSteps : 1);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++depth > DeepestNode)
            throw new TextFault(node.Span, "The expression is nested too deeply", ends: true);
        var before = (taken, lenient, EnableRelaxedMemberAccess, EnableRelaxedTargetAccess, EnableRelaxedIndexerAccess);
        var done = false;
        taken = null;
        lenient = options.Relaxed || node.Parent is ScriptBinaryExpression { Operator: ScriptBinaryOperator.EmptyCoalescing or ScriptBinaryOperator.NotEmptyCoalescing } choice && ReferenceEquals(choice.Left, node);
        EnableRelaxedMemberAccess = lenient;
        EnableRelaxedTargetAccess = lenient && !options.Relaxed;
        EnableRelaxedIndexerAccess = lenient || node is ScriptAssignExpression;
        try
        {
            var result = Kept(node, node switch
            {
                ScriptCaptureStatement capture => Captured(capture),
                ScriptInterpolatedStringExpression text => Joined([.. text.Parts.Select(part => Evaluate(part, aliasReturnedFunction: false))]),
                ScriptBinaryExpression { Operator: ScriptBinaryOperator.Add, Left: { } left, Right: { } right } sum => Sum(sum.OperatorToken?.Span ?? sum.Span, left, right),
                ScriptAssignExpression { EqualToken.TokenType: TokenType.PlusEqual, Target: { } target, Value: { } added } assign => Assigned(target, Sum(assign.Span, target, added)),
                ScriptPage page when !ReferenceEquals(page, root.Template.Page) => IncludedPage(page),
                _ => base.Evaluate(node, aliasReturnedFunction),
            });
            Note(node);
            done = true;
            return result;
        }
        // Caught only where it is told: to be thrown again at every level takes more of the stack than there may be.
        catch (ScriptRuntimeException e) when (node is ScriptStatement and not ScriptBlockStatement && !Ends(e) && errors.Count < MostErrors)
        {
            Tell(e);
            done = true;
            Note(node);
            if (node is ScriptExpressionStatement { Expression: ScriptAssignExpression { Target: ScriptVariable variable } })
                Lose(variable);
            return null;
        }
        finally
        {
            depth--;
            if (!done && taken is { } secrets)
                failed ??= TextFault.Decides(WholeSpan(node), secrets);
            (taken, lenient, EnableRelaxedMemberAccess, EnableRelaxedTargetAccess, EnableRelaxedIndexerAccess) = before;
        }
    }

    public override TemplateContext Write(SourceSpan span, object? value)
    {
        try
        {
            var pieces = Pieces(value);
            // A list may be made only as it is read.
            if (taken is { } late)
                throw TextFault.Decides(HereSpan(span), late);
            foreach (var piece in pieces)
                Emit(piece);
            return this;
        }
        catch (InvalidOperationException e)
        {
            throw new TextFault(HereSpan(span), e.Message);
        }
    }

    private SourceSpan HereSpan(SourceSpan span)
    {
        var here = Here;
        return span with { Start = span.Start with { Offset = here.ExpressionStart }, End = span.End with { Offset = here.ExpressionStart + here.ExpressionLength - 1 } };
    }

    /// <summary>What a value is written as.</summary>
    public IReadOnlyList<Segment> Pieces(object? value, int nested = 0, List<Segment>? into = null)
    {
        var here = Here;
        Spend(2 * StepsPerRound);
        switch (value)
        {
            case null or Lost:
                return [];
            case TextValue { Segments: { } segments }:
                return segments;
            case TextValue text:
                return [.. text.Runs.Select(run => here with { Text = run.Text, Form = run.Form, Secret = run.Secret })];
            case string text:
                return [here with { Text = text, Form = Authored.Is(text) ? TextRun.Trusted : null }];
            case bool or int or uint or long or ulong or float or double or decimal or BigInteger:
                return [here with { Text = ObjectToString(value) ?? "", Form = TextRun.Number }];
            case IEnumerable items and not (ScriptObject or IScriptCustomFunction):
                if (nested > ObjectRecursionLimit)
                    throw new TextFault(CurrentSpan, "A value contains itself, or is nested too deeply");
                var pieces = into ?? [];
                pieces.Add(here with { Text = "[", Form = TextRun.Trusted });
                var count = 0;
                foreach (var item in items)
                {
                    if (count++ > 0)
                        pieces.Add(here with { Text = ", ", Form = TextRun.Trusted });
                    var own = item is null or string
                        ? [here with { Text = ObjectToString(item, nested: true) ?? "", Form = item is null ? TextRun.Trusted : null }]
                        : Pieces(item, nested + 1, pieces);
                    if (!ReferenceEquals(own, pieces))
                        pieces.AddRange(own);
                }

                pieces.Add(here with { Text = "]", Form = TextRun.Trusted });
                return pieces;
            default:
                var outer = taken;
                taken = null;
                var shown = ObjectToString(value) ?? "";
                var secrets = taken;
                taken = outer;
                return [here with { Text = shown, Secret = secrets }];
        }
    }

    /// <summary>Texts one behind the other: a string where that says all, else a text that knows what it was made of.</summary>
    public object Joined(IReadOnlyList<object?> parts)
    {
        if (!parts.Any(part => part is TextValue) && !parts.Any(part => part is string { Length: > 0 } text && Authored.Is(text)))
            return string.Concat(parts.Select(part => ObjectToString(part)));
        var text = TextValue.FromSegments([.. parts.SelectMany(part => Pieces(part))], withPlaces: false);
        Spend(text.Text.Length / LettersPerStep);
        return text.Runs switch
        {
            [{ Form: null, Secret: null }] => text.Text,
            [{ Form: TextRun.Trusted }] => Authored.Of(text.Text),
            _ => text.Text.Length > options.OutputLimit ? throw TextFault.Grows(CurrentSpan, options.OutputLimit) : text,
        };
    }

    private object? Sum(SourceSpan span, ScriptExpression left, ScriptExpression right)
    {
        var (first, second) = (Evaluate(left, aliasReturnedFunction: false), Evaluate(right, aliasReturnedFunction: false));
        if (first is Lost || second is Lost)
            return Lost.Value;
        return first is string or TextValue || second is string or TextValue
            ? Joined([first, second])
            : ScriptBinaryExpression.Evaluate(this, span, ScriptBinaryOperator.Add, left.Span, first, right.Span, second);
    }

    /// <summary>The pieces that an included template wrote.</summary>
    public IReadOnlyList<Segment> Included(Action render)
    {
        pending = null;
        render();
        return pending ?? [];
    }

    /// <summary>The template whose own text it is.</summary>
    public SourceTree? SourceOf(string text) => ReferenceEquals(text, root.Text) ? root : included.Values.FirstOrDefault(tree => ReferenceEquals(text, tree.Text));

    protected override Scriban.Template CreateTemplate(string templatePath, ScriptNode? callerContext)
    {
        var span = callerContext?.Span ?? CurrentSpan;
        if (options.Include is null)
            throw new TextFault(span, "Templates cannot be included here");
        if (!included.TryGetValue(templatePath, out var tree))
        {
            if (options.Include(templatePath) is not { } text)
                throw new TextFault(span, $"There is no template {templatePath} to include");
            // An object of its own, which tells it from the text of another.
            included[templatePath] = tree = SourceTree.Of(new string(text.AsSpan()), templatePath);
        }

        if (tree.Errors.Count == 0)
            return tree.Template;
        foreach (var error in tree.Errors)
            Add(error);
        throw Lost.Fault(span);
    }

    private object? Assigned(ScriptExpression target, object? value)
    {
        SetValue(target, value);
        return null;
    }

    private object? Captured(ScriptCaptureStatement capture)
    {
        var captured = new PieceOutput(this);
        PushOutput(captured);
        try
        {
            Evaluate(capture.Body, aliasReturnedFunction: false);
        }
        finally
        {
            PopOutput();
        }

        SetValue(capture.Target, TextValue.FromSegments(captured.Segments, withPlaces: false));
        return null;
    }

    private object? IncludedPage(ScriptPage page)
    {
        var captured = new PieceOutput(this);
        PushOutput(captured);
        try
        {
            if (base.Evaluate(page, aliasReturnedFunction: false) is { } value)
                WriteReturned(page, value);
        }
        finally
        {
            PopOutput();
        }

        pending = captured.Segments;
        return null;
    }

    private void WriteReturned(ScriptPage page, object value)
    {
        statement = null;
        Write(page.Span, value);
    }

    private void Note(ScriptNode node)
    {
        if (node is ScriptStatement own and not ScriptBlockStatement)
            statement = own;
        if (node is ScriptReturnStatement end)
            returned = end;
    }

    private void Lose(ScriptVariable variable)
    {
        try
        {
            SetValue(variable, Lost.Value);
        }
        catch (ScriptRuntimeException)
        {
            // It cannot be set at all, which was the mistake.
        }
    }

    private Segment At(ScriptNode? node)
    {
        if (node is null)
            return default;
        var source = node.Span.FileName is { } name && included.ContainsKey(name) ? name : null;
        var (start, length) = (source is null ? root : included[source]).BlockOf(node.Span);
        return new Segment("", null, start, length, Verbatim: false, source, null, node.Span.Start.Offset, node.Span.Length);
    }

    // Text that a function quoted, and secrets, are left as they are; other text is indented as Scriban does it.
    private void Emit(Segment piece)
    {
        if (Output is not PieceOutput target)
            return;
        if (piece.Text.Length == 0)
        {
            target.Add(piece);
            return;
        }

        var indent = CurrentIndent;
        target.Stamp = piece;
        try
        {
            var plain = piece.Secret is null && piece.Form is (null or TextRun.Trusted or TextRun.Number);
            // The indent of the line goes before what is quoted, and nothing into it.
            var first = plain ? piece.Text.Length : indent is not null && piece.Text[0] != '\n' ? 1 : 0;
            Write(piece.Text, 0, first);
            CurrentIndent = null;
            Write(piece.Text, first, piece.Text.Length - first);
        }
        finally
        {
            (target.Stamp, CurrentIndent) = (null, indent);
        }
    }

    private object? Guarded(Func<object?> run)
    {
        object? result = null;
        ExceptionDispatchInfo? bug = null;
        if (!root.IsDeep)
        {
            Try();
            return result;
        }

        var thread = new Thread(Try, Stack);
        thread.Start();
        thread.Join();
        bug?.Throw();
        return result;

        void Try()
        {
            try
            {
                result = run();
            }
            catch (Exception e) when (e is ScriptRuntimeException or InsufficientExecutionStackException)
            {
                Tell(e);
            }
            catch (Exception e) when (root.IsDeep)
            {
                // It would end the process on a thread of its own.
                bug = ExceptionDispatchInfo.Capture(e);
            }
        }
    }

    private static bool Ends(ScriptRuntimeException fault) => fault is TextFault own ? own.Ends
        : fault is ScriptAbortException || fault.InnerException is InsufficientExecutionStackException || fault.OriginalMessage.Contains("xceed", StringComparison.Ordinal);

    private void Tell(Exception exception)
    {
        if (failed is not null && exception is not TextFault { Silent: true } and not TextFault { IsOfSecret: true } and ScriptRuntimeException told && !Ends(told))
            exception = failed;
        failed = null;
        if (exception is TextFault { Silent: true } || exception is ScriptRuntimeException { InnerException: InvalidOperationException } && errors.Count > 0)
            return;
        var fault = exception as ScriptRuntimeException;
        var span = fault?.Span ?? CurrentSpan;
        var message = fault is ScriptAbortException ? "The render was cancelled"
            : fault is null || fault.InnerException is InsufficientExecutionStackException ? "The expression is nested too deeply"
            : fault.OriginalMessage;
        foreach (var (text, name) in secretTexts)
            message = message.Replace(text, $"(secret {name})", StringComparison.Ordinal);
        if (message.Length > LongestMessage)
            message = message[..LongestMessage] + "…";
        var source = span.FileName is { } file && included.ContainsKey(file) ? file : null;
        Add(SourceTree.Error(message, span, (source is null ? root : included[source]).Text, source, (fault as TextFault)?.Help ?? Remedy(message)));
    }

    private void Add(TemplateError error)
    {
        if (!errors.Exists(known => known.Start == error.Start && known.Source == error.Source && known.Message == error.Message))
            errors.Add(error);
    }

    private sealed class NoLoader : ITemplateLoader
    {
        public string GetPath(TemplateContext context, SourceSpan callerSpan, string templateName) => templateName;

        public string Load(TemplateContext context, SourceSpan callerSpan, string templatePath) => "";

        public ValueTask<string?> LoadAsync(TemplateContext context, SourceSpan callerSpan, string templatePath) => ValueTask.FromResult<string?>("");
    }
}
