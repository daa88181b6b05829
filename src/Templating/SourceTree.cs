using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PlanRunner.Templating;

/// <summary>A text that Scriban parsed, with what is looked up in its tree before anything is rendered.</summary>
internal sealed partial class SourceTree : ScriptVisitor
{
    private const int MostErrors = 50;

    // Scriban takes a NUL for the end of the text. Unicode keeps this one for what never leaves a program.
    private const char Nul = '\uFDD1';

    private static readonly Scriban.Template Nothing = Scriban.Template.Parse("");

    private static readonly ParserOptions Depth = new() { ExpressionDepthLimit = 250 };

    private readonly HashSet<string> names = [];
    private readonly HashSet<string> assigned = [];
    private SourceSpan visited;
    private readonly Lazy<IReadOnlyList<TemplateCode>> blocks;

    public SourceTree(string text, string? source, ScriptMode mode = ScriptMode.Default)
    {
        (Text, Source) = (text, source);
        blocks = new(() => mode == ScriptMode.ScriptOnly ? [] : FindCode(text));
        if (Endless(text, mode) is { } number)
        {
            const string Shorter = "Give it an exponent of at most five digits.";
            Errors = [new("The number is too large", number.Start.Offset, number.End.Offset + 1 - number.Start.Offset, Shorter, source)];
            return;
        }

        try
        {
            Template = Scriban.Template.Parse(text.Replace('\0', Nul), source, Depth, new LexerOptions { Mode = mode });
            Errors = Mistakes(mode);
            if (Errors.Count == 0)
                Visit(Template.Page);
        }
        catch (InsufficientExecutionStackException)
        {
            Errors = [Error("The expression is nested too deeply", visited)];
        }
        catch (NotSupportedException)
        {
            // What Scriban makes of a function that is defined in the middle of a line.
            Errors = [Error("A function cannot be defined here", visited, "Begin a line with it.")];
        }
    }

    public static SourceTree Empty { get; } = new("", null);

    public string Text { get; }

    /// <summary>Of an included template its name.</summary>
    public string? Source { get; }

    public Scriban.Template Template { get; } = Nothing;

    public IReadOnlyList<TemplateError> Errors { get; } = [];

    public IReadOnlySet<string> Names => names;

    public TemplateError Error(string message, SourceSpan span, string? help = null)
    {
        var start = Math.Clamp(span.Start.Offset < 0 ? Text.Length : span.Start.Offset, 0, Text.Length);
        var length = Math.Clamp(span.End.Offset + 1 - start, 1, Math.Max(1, Text.Length - start));
        return new TemplateError(message, start, length, help, Source);
    }

    private TemplateError Error((string Message, string? Help, TemplateErrorKind Kind) words, SourceSpan span) =>
        Error(words.Message, span, words.Help) with
        {
            Kind = words.Kind,
        };

    /// <summary>A part of the text as it was before it was parsed.</summary>
    public string Written(string part) => Text.Contains('\0') ? part.Replace(Nul, '\0') : part;

    /// <summary>The code block that an expression is in; the expression itself where there is none.</summary>
    public (int Start, int Length) BlockOf(SourceSpan expression)
    {
        var at = expression.Start.Offset;
        var block = blocks.Value.FirstOrDefault(block => at >= block.Start && at < block.End);
        return block.End > 0 ? (block.Start, block.End - block.Start) : (Math.Max(0, at), Math.Max(1, expression.Length));
    }

    public static IReadOnlyList<TemplateCode> FindCode(string text)
    {
        var found = new List<TemplateCode>();
        foreach (var token in new Lexer(text.Replace('\0', Nul)))
        {
            var open = found.Count > 0 && found[^1].IsOpen;
            if (token.Type == TokenType.CodeEnter)
                found.Add(new TemplateCode(token.Start.Offset, text.Length, NamesNothing: true, IsOpen: true));
            else if (open && token.Type == TokenType.CodeExit)
                found[^1] = found[^1] with { End = token.End.Offset + 1, IsOpen = false };
            else if (open && IsName(token, text))
                found[^1] = found[^1] with { NamesNothing = false };
        }

        // Where Scriban makes nothing of it, a block ends as it looks.
        if (found is [.., { IsOpen: true } last] && text.IndexOf("}}", last.Start + 2, StringComparison.Ordinal) is var end and >= 0)
            found[^1] = last with { End = end + 2, IsOpen = false };
        return found;
    }

    public override void Visit(ScriptNode? node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        visited = node?.Span ?? visited;
        base.Visit(node);
    }

    public override void Visit(ScriptLiteral? node)
    {
        if (node?.Value is string text)
            node.Value = Authored.Of(Written(text));
    }

    public override void Visit(ScriptVariableGlobal node)
    {
        if (!assigned.Contains(node.Name) && !Builtins.Names.Contains(node.Name))
            names.Add(node.Name);
    }

    public override void Visit(ScriptMemberExpression node) => Visit(node.Target);

    public override void Visit(ScriptNamedArgument node) => Visit(node.Value);

    public override void Visit(ScriptObjectMember node) => Visit(node.Value);

    public override void Visit(ScriptAssignExpression node)
    {
        Visit(node.Value);
        Assign(node.Target, reads: node.EqualToken.TokenType != TokenType.Equal);
    }

    public override void Visit(ScriptCaptureStatement node)
    {
        Visit(node.Body);
        Assign(node.Target);
    }

    public override void Visit(ScriptForStatement node) => Loop(node);

    public override void Visit(ScriptTableRowStatement node) => Loop(node);

    public override void Visit(ScriptFunction node)
    {
        Assign(node.NameOrDoToken as ScriptVariable);
        var parameters = (node.Parameters ?? []).ToList();
        parameters.ForEach(parameter => Visit(parameter.DefaultValue));
        var own = parameters.Select(parameter => parameter.Name?.Name ?? "").Where(assigned.Add).ToList();
        Visit(node.Body);
        assigned.ExceptWith(own);
    }

    private IReadOnlyList<TemplateError> Mistakes(ScriptMode mode)
    {
        var errors = Template.Messages.Where(message => message.Type == ParserMessageType.Error).Take(MostErrors).ToList();
        if (errors.Count == 0 && blocks.Value is not [.., { IsOpen: true }])
            return [];
        var tokens = new Lexer(Text.Replace('\0', Nul), null, new LexerOptions { Mode = mode }).ToList();
        if (Unclosed.Code(Text, Source, tokens, blocks.Value) is { } code)
            return [code];
        // Where a block is not closed, Scriban misses its end at the end of the text.
        var ends = errors.Where(error => error.Message.Contains("<end> statement was not found", StringComparison.Ordinal)).ToList();
        var open = ends.Count == 0 ? [] : Unclosed.Blocks(Text, Source, tokens).ToList();
        var told = errors
            .Where(error => !ends.Contains(error) || open.Count + errors.Count == ends.Count)
            .Select(error => Error(EngineWords.Of(error.Message), error.Span));
        return [.. open.Concat(told).DistinctBy(error => error.Start)];
    }

    private void Loop(ScriptForStatement node)
    {
        Visit(node.Iterator);
        Visit(node.NamedArguments);
        Assign(node.Variable);
        Visit(node.Body);
        Visit(node.Else);
    }

    private void Assign(ScriptExpression? target, bool reads = false)
    {
        if (reads || target is not ScriptVariable)
            Visit(target);
        if (target is ScriptVariableGlobal variable)
            assigned.Add(variable.Name);
    }

    // Scriban would make all digits of it, which takes minutes where the exponent is long.
    private static Token? Endless(string text, ScriptMode mode)
    {
        if (!LongExponent().IsMatch(text))
            return null;
        foreach (var token in new Lexer(text.Replace('\0', Nul), null, new LexerOptions { Mode = mode }))
        {
            if (token.Type is TokenType.Float or TokenType.Integer && LongExponent().IsMatch(token.GetText(text)))
                return token;
        }

        return null;
    }

    [GeneratedRegex(@"[\d_]e[+-]?[\d_]{6}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex LongExponent();

    // A string of braces is the other way to write them on purpose: {{ "{{" }}
    private static bool IsName(Token token, string text) =>
        token.Type switch
        {
            TokenType.Identifier => token.GetText(text) is not ("true" or "false" or "null" or "empty"),
            TokenType.String or TokenType.VerbatimString => token.GetText(text).Trim('\'', '"', '`') is { Length: > 0 } own
                && own.Trim('{', '}') == "",
            TokenType.IdentifierSpecial or TokenType.InterpolatedString or TokenType.BeginInterpolatedString => true,
            _ => false,
        };
}
