using System.Runtime.CompilerServices;
using Scriban;
using Scriban.Parsing;
using Scriban.Syntax;

namespace PlanRunner.Templating;

/// <summary>A text that Scriban parsed, with what is looked up in its tree before anything is rendered.</summary>
internal sealed class SourceTree : ScriptVisitor
{
    private const int MostErrors = 50;
    private const int Shallow = 40;

    // Scriban takes a NUL for the end of the text. Unicode keeps this one for what never leaves a program.
    private const char Nul = '\uFDD1';

    private static readonly ParserOptions Depth = new() { ExpressionDepthLimit = 250 };

    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> assigned = new(StringComparer.Ordinal);
    private readonly HashSet<int> optional = [];
    private int depth;
    private SourceSpan visited;
    private readonly Lazy<IReadOnlyList<TemplateCode>> blocks;
    private readonly bool holdsNul;

    private SourceTree(string text, string? source, ScriptMode mode)
    {
        Text = text.Replace('\0', Nul);
        Source = source;
        holdsNul = text.Contains('\0');
        blocks = new(() => mode == ScriptMode.ScriptOnly ? [] : FindCode(text));
        try
        {
            Template = Scriban.Template.Parse(Text, source, Depth, new LexerOptions { Mode = mode });
        }
        catch (NotSupportedException)
        {
            // What Scriban's parser makes of a function that is defined in the middle of a line.
            Template = Scriban.Template.Parse("");
            Errors = [new TemplateError("A function is defined where it cannot be", 0, Math.Max(1, text.Length), "Begin a line with it.", source)];
            return;
        }

        Errors = [.. Template.Messages.Where(message => message.Type == ParserMessageType.Error).Take(MostErrors)
            .Select(message => Error(message.Message, message.Span, text, source)).DistinctBy(error => error.Start)];
        if (Errors.Count == 0 && blocks.Value is [.., { IsOpen: true } open])
            Errors = [new TemplateError("The code block is not closed", open.Start, 2, "Close it with }}.", source)];
        if (Errors.Count == 0 && Template.HasErrors)
            Errors = [new TemplateError("The text is not a template", 0, 1, null, source)];
        if (Errors.Count > 0)
            return;
        try
        {
            Visit(Template.Page);
        }
        catch (InsufficientExecutionStackException)
        {
            Errors = [new TemplateError("The expression is nested too deeply", 0, Math.Max(1, text.Length), null, source)];
        }
        catch (NotSupportedException)
        {
            Errors = [Error("A function is defined where it cannot be", visited, Text, source, "Begin a line with it.")];
        }
    }

    public string Text { get; }

    /// <summary>Of an included template its name.</summary>
    public string? Source { get; }

    public Scriban.Template Template { get; }

    public IReadOnlyList<TemplateError> Errors { get; }

    public IReadOnlySet<string> Names => names;

    /// <summary>Whether it may need more of the stack than there is on any thread.</summary>
    public bool IsDeep { get; private set; }

    public static SourceTree Of(string text, string? source) => new(text, source, ScriptMode.Default);

    public static SourceTree OfCode(string text) => new(text, null, ScriptMode.ScriptOnly);

    public static TemplateError Error(string message, SourceSpan span, string text, string? source, string? help = null)
    {
        var start = Math.Clamp(span.Start.Offset < 0 ? text.Length : span.Start.Offset, 0, text.Length);
        return new TemplateError(message, start, Math.Clamp(span.End.Offset + 1 - start, 1, Math.Max(1, text.Length - start)), help, source);
    }

    /// <summary>A part of the text as it was before it was parsed.</summary>
    public string Written(string part) => holdsNul ? part.Replace(Nul, '\0') : part;

    /// <summary>The code block that an expression stands in; the expression itself where there is none.</summary>
    public (int Start, int Length) BlockOf(SourceSpan expression)
    {
        var (low, high) = (0, blocks.Value.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var block = blocks.Value[middle];
            if (expression.Start.Offset >= block.Start && expression.Start.Offset < block.End)
                return (block.Start, block.End - block.Start);
            (low, high) = block.Start > expression.Start.Offset ? (low, middle - 1) : (middle + 1, high);
        }

        return (Math.Max(0, expression.Start.Offset), Math.Max(1, expression.Length));
    }

    /// <summary>Whether the member there stands behind <c>?.</c>.</summary>
    public bool IsOptional(SourceSpan member) => optional.Contains(member.Start.Offset);

    public static IReadOnlyList<TemplateCode> FindCode(string text)
    {
        var found = new List<TemplateCode>();
        text = text.Replace('\0', Nul);
        foreach (var token in new Lexer(text))
        {
            var open = found.Count > 0 && found[^1].IsOpen;
            if (token.Type == TokenType.CodeEnter)
                found.Add(new TemplateCode(token.Start.Offset, text.Length, NamesNothing: true, IsOpen: true));
            else if (open && token.Type == TokenType.CodeExit)
                found[^1] = found[^1] with { End = token.End.Offset + 1, IsOpen = false };
            else if (open && IsName(token, text))
                found[^1] = found[^1] with { NamesNothing = false };
        }

        return found;
    }

    public override void Visit(ScriptNode? node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        IsDeep |= ++depth > Shallow || node is ScriptFunction or ScriptWrapStatement || node is ScriptVariableGlobal { Name: "include" or "include_join" };
        visited = node?.Span ?? visited;
        base.Visit(node);
        depth--;
    }

    public override void Visit(ScriptLiteral? node)
    {
        if (node?.Value is string text)
            node.Value = Authored.Of(Written(text));
    }

    public override void Visit(ScriptVariableGlobal node)
    {
        if (!assigned.ContainsKey(node.Name) && !Builtins.Names.Contains(node.Name))
            names.Add(node.Name);
    }

    public override void Visit(ScriptMemberExpression node)
    {
        if (node.DotToken.TokenType == TokenType.QuestionDot && node.Member is { } member)
            optional.Add(member.Span.Start.Offset);
        Visit(node.Target);
    }

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
        var own = (node.Parameters ?? []).Select(parameter => parameter.Name?.Name ?? "").ToList();
        Assign(node.NameOrDoToken as ScriptVariable);
        foreach (var parameter in node.Parameters ?? [])
            Visit(parameter.DefaultValue);
        own.ForEach(name => assigned[name] = assigned.GetValueOrDefault(name) + 1);
        Visit(node.Body);
        foreach (var name in own.Where(name => --assigned[name] == 0))
            assigned.Remove(name);
    }

    private void Loop(ScriptForStatement node)
    {
        Visit(node.Iterator);
        foreach (var argument in node.NamedArguments ?? [])
            Visit(argument);
        Assign(node.Variable);
        Visit(node.Body);
        Visit(node.Else);
    }

    private void Assign(ScriptExpression? target, bool reads = false)
    {
        if (reads || target is not ScriptVariable)
            Visit(target);
        if (target is ScriptVariableGlobal variable)
            assigned[variable.Name] = assigned.GetValueOrDefault(variable.Name) + 1;
    }

    // A string of braces is the other way to write them on purpose: {{ "{{" }}
    private static bool IsName(Token token, string text) => token.Type switch
    {
        TokenType.Identifier => token.GetText(text) is not ("true" or "false" or "null" or "empty"),
        TokenType.String or TokenType.VerbatimString => token.GetText(text) is { Length: > 2 } quoted && quoted[1..^1].All(c => c is '{' or '}'),
        TokenType.IdentifierSpecial or TokenType.InterpolatedString or TokenType.BeginInterpolatedString => true,
        _ => false,
    };
}
