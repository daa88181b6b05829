using System.Runtime.CompilerServices;
using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Parsing;

/// <summary>Turns the words of a template into statements. A mistake costs its statement; the rest is still read.</summary>
internal sealed partial class Parser
{
    private const int MaximumDepth = 150;
    private const int MaximumErrors = 50;

    private readonly string text;
    private readonly string? source;
    private readonly List<Token> tokens;
    private readonly List<TemplateError> errors;
    private readonly NameCollector names;
    private int index;
    private int depth;
    private int loops;
    private CodeBlock block;

    private Parser(string text, string? source, List<Token> tokens, List<TemplateError> errors, NameCollector names)
    {
        this.text = text;
        this.source = source;
        this.tokens = tokens;
        this.errors = errors;
        this.names = names;
        block = new CodeBlock(new Place(0, 0, source), "");
    }

    private Token Current => tokens[index];

    private Place CurrentPlace => PlaceOf(Current);

    public static ParsedTemplate Parse(string text, string? source = null)
    {
        var found = new List<TemplateError>();
        return Parse(text, source, TemplateLexer.Read(text, found, source), found);
    }

    public static ParsedTemplate ParseCode(string text, string? source = null)
    {
        var found = new List<TemplateError>();
        return Parse(text, source, TemplateLexer.ReadCode(text, 0, text.Length, found, source), found);
    }

    private static ParsedTemplate Parse(string text, string? source, List<Token> tokens, List<TemplateError> errors)
    {
        var wordErrors = errors.Count;
        var parser = new Parser(text, source, tokens, errors, new NameCollector());
        IReadOnlyList<Statement> statements = [];
        try
        {
            statements = parser.ParseAll();
        }
        catch (SyntaxFault fault)
        {
            parser.Report(fault);
        }

        return new ParsedTemplate(statements, parser.names.Names, InOrder(errors, wordErrors));
    }

    /// <summary>The errors by place; behind a word that could not be read, only those in words are real ones.</summary>
    private static IReadOnlyList<TemplateError> InOrder(List<TemplateError> errors, int wordErrors)
    {
        var reliable = wordErrors == 0 ? int.MaxValue : errors.Take(wordErrors).Min(error => error.Start);
        return [.. errors.Where((error, number) => number < wordErrors || error.Start < reliable).OrderBy(error => error.Start).Take(MaximumErrors)];
    }

    private List<Statement> ParseAll()
    {
        var statements = new List<Statement>();
        while (true)
        {
            statements.AddRange(ParseBlock());
            if (Current.Kind == TokenKind.End)
            {
                return statements;
            }

            Report(new SyntaxFault(CurrentPlace, $"{Describe(Current)} belongs to no statement", "Remove it, or open the statement that it should close."));
            SkipStatement();
        }
    }

    /// <summary>Reads statements up to one that closes or splits a block, or to the end.</summary>
    private List<Statement> ParseBlock()
    {
        var statements = new List<Statement>();
        Enter();
        while (Current.Kind != TokenKind.End)
        {
            switch (Current.Kind)
            {
                case TokenKind.Text:
                    statements.Add(new TextStatement(CurrentPlace, text[Current.Start..Current.End]));
                    index++;
                    break;
                case TokenKind.CodeStart:
                    block = new CodeBlock(CurrentPlace, Current.Value as string ?? "");
                    index++;
                    break;
                case TokenKind.CodeEnd or TokenKind.NewLine:
                    index++;
                    break;
                default:
                    if (IsKeyword("end") || IsKeyword("else") || IsKeyword("when"))
                    {
                        depth--;
                        return statements;
                    }

                    Recovering(() => statements.Add(ParseStatement()));
                    break;
            }
        }

        depth--;
        return statements;
    }

    /// <summary>An expression that opens a block; a mistake in it must not cost the block, or its end would be one too.</summary>
    private Expression ParseHeader(Func<Expression> parse)
    {
        Expression? expression = null;
        Recovering(() => expression = parse());
        return expression ?? new FaultyExpression(CurrentPlace);
    }

    private void Recovering(Action parse)
    {
        var outer = depth;
        try
        {
            parse();
            ExpectStatementEnd();
        }
        catch (SyntaxFault fault) when (!fault.EndsParse && errors.Count < MaximumErrors)
        {
            Report(fault);
            depth = outer;
            SkipStatement();
        }
    }

    private void ExpectStatementEnd()
    {
        if (Current.Kind is TokenKind.NewLine or TokenKind.CodeEnd or TokenKind.End)
        {
            return;
        }

        if (IsAssignment(Current.Kind))
        {
            throw new SyntaxFault(CurrentPlace, "Only a variable, a member or an item can be assigned to, and only by a statement of its own");
        }

        throw new SyntaxFault(CurrentPlace, $"{Describe(Current)} was not expected here", Suggestion.ForOperator(Current.Kind == TokenKind.Identifier ? Current.Name : "") ?? "A statement ends with a new line, ; or }}.");
    }

    private void SkipStatement()
    {
        while (Current.Kind is not (TokenKind.NewLine or TokenKind.CodeEnd or TokenKind.End))
        {
            index++;
        }
    }

    private void ExpectEnd(Place opened, string what)
    {
        if (!IsKeyword("end"))
        {
            throw new SyntaxFault(opened, $"{what} is not closed", "Close it with end.") { EndsParse = Current.Kind == TokenKind.End };
        }

        index++;
    }

    private Token Expect(TokenKind kind, string what)
    {
        if (Current.Kind != kind)
        {
            throw IsAssignment(Current.Kind)
                ? new SyntaxFault(CurrentPlace, "An assignment is a statement of its own and cannot stand inside an expression")
                : new SyntaxFault(CurrentPlace, $"{Describe(Current)} was found where {what} was expected");
        }

        return tokens[index++];
    }

    private bool Accept(TokenKind kind)
    {
        if (Current.Kind != kind)
        {
            return false;
        }

        index++;
        return true;
    }

    private void SkipNewLines()
    {
        while (Current.Kind == TokenKind.NewLine)
        {
            index++;
        }
    }

    private void Enter()
    {
        if (++depth > MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SyntaxFault(CurrentPlace, $"The template is nested more than {MaximumDepth} levels deep here") { EndsParse = true };
        }
    }

    private void Report(SyntaxFault fault) =>
        errors.Add(new TemplateError(fault.Message, fault.Place.Start, Math.Max(fault.Place.Length, 1), fault.Help, fault.Place.Source));

    private bool IsKeyword(string word) =>
        Current.Kind == TokenKind.Identifier && string.Equals(Current.Name, word, StringComparison.Ordinal) && !IsMemberAccess(tokens[index + 1]);

    private static bool IsMemberAccess(Token next) => next.Kind == TokenKind.Dot && !next.SpaceBefore;

    private Place PlaceOf(Token token) => new(token.Start, token.End - token.Start, source);

    private Place From(Place start) => start with { Length = Math.Max(tokens[index - 1].End - start.Start, 0) };

    private string Describe(Token token) =>
        token.Kind switch
        {
            TokenKind.End => "The end of the template",
            TokenKind.NewLine when token.End > token.Start && text[token.Start] == ';' => ";",
            TokenKind.NewLine => "The end of the line",
            TokenKind.CodeEnd => token.End > token.Start ? text[token.Start..token.End] : "The end of the expression",
            _ => text[token.Start..Math.Min(token.End, token.Start + 30)],
        };
}
