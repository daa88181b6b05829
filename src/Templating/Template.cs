using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Parsing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating;

/// <summary>A template of the Scriban language: parsed once, rendered as often as needed, from any thread.</summary>
public sealed class Template
{
    private readonly IReadOnlyList<Statement> statements;
    private readonly Expression? single;

    private Template(ParsedTemplate parsed)
    {
        statements = parsed.Statements;
        single = statements is [ExpressionStatement { Expression: var expression }] ? expression : null;
        Names = parsed.Names;
    }

    /// <summary>The names that it reads and has not given a value itself; a name behind <c>with</c> or <c>import</c> may be among them.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>Parses text with code between double braces.</summary>
    public static TemplateParse Parse(string text) => Result(Parser.Parse(text));

    /// <summary>Parses one expression that has no braces around it.</summary>
    public static TemplateParse ParseExpression(string expression)
    {
        var parsed = Parser.ParseCode(expression);
        if (parsed.Errors.Count == 0 && parsed.Statements is not [ExpressionStatement])
        {
            var help = "It is one value, such as environment == \"production\".";
            return new TemplateParse(null, [new TemplateError("An expression was expected", 0, Math.Max(expression.Length, 1), help)]);
        }

        return Result(parsed);
    }

    /// <summary>The code blocks of a text, whether their code is right or not.</summary>
    public static IReadOnlyList<TemplateCode> FindCode(string text)
    {
        var found = new List<TemplateCode>();
        foreach (var token in Lexing.TemplateLexer.Read(text, [], null))
        {
            if (token.Kind == Lexing.TokenKind.CodeStart)
                found.Add(new TemplateCode(token.Start, token.End, NamesNothing: true));
            else if (found.Count > 0 && token.Start < found[^1].End && IsName(token))
                found[^1] = found[^1] with { NamesNothing = false };
        }

        return found;
    }

    // A string of braces is the other way to write them on purpose: {{ "{{" }}
    private static bool IsName(Lexing.Token token) => token.Kind switch
    {
        Lexing.TokenKind.Identifier => token.Name is not ("true" or "false" or "null" or "empty"),
        Lexing.TokenKind.String => token.Value is string { Length: > 0 } text && text.All(c => c is '{' or '}'),
        Lexing.TokenKind.Local or Lexing.TokenKind.Interpolated => true,
        _ => false,
    };

    /// <summary>Renders the template. Its text is to be used only when there are no errors.</summary>
    public TemplateRender Render(TemplateObject model, TemplateOptions options)
    {
        var renderer = new Renderer(options, model);
        renderer.Run(statements);
        return new TemplateRender(renderer.Output.Segments, InOrder(renderer.Errors));
    }

    /// <summary>The value of a template that is a single expression; of any other, the text that it renders.</summary>
    public TemplateEvaluation Evaluate(TemplateObject model, TemplateOptions options)
    {
        var renderer = new Renderer(options, model);
        var value = single is not null
            ? renderer.Run(single)
            : renderer.Capture(() => renderer.Run(statements));
        if (value is NumberRange range && range.Count <= options.LoopLimit)
        {
            value = new TemplateArray(range);
        }

        return renderer.Errors.Count > 0
            ? new TemplateEvaluation(null, InOrder(renderer.Errors))
            : new TemplateEvaluation(value, []);
    }

    private static TemplateParse Result(ParsedTemplate parsed) =>
        parsed.Errors.Count > 0 ? new TemplateParse(null, parsed.Errors) : new TemplateParse(new Template(parsed), []);

    private static IReadOnlyList<TemplateError> InOrder(IReadOnlyList<TemplateError> errors) =>
        errors.Count < 2 ? errors : [.. errors.OrderBy(error => error.Source, StringComparer.Ordinal).ThenBy(error => error.Start)];
}
