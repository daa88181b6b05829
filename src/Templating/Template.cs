using Scriban.Syntax;

namespace PlanRunner.Templating;

/// <summary>A template of the Scriban language: parsed once, rendered as often as needed, from any thread.</summary>
public sealed class Template
{
    private readonly SourceTree tree;
    private readonly ScriptExpression? single;

    private Template(SourceTree tree)
    {
        this.tree = tree;
        single = Statements(tree) is [ScriptExpressionStatement { Expression: { } expression and not ScriptAssignExpression }] ? expression : null;
    }

    /// <summary>The names that it reads and has not given a value itself; a name behind <c>with</c> or <c>import</c> may be among them.</summary>
    public IReadOnlySet<string> Names => tree.Names;

    /// <summary>Parses text with code between double braces.</summary>
    public static TemplateParse Parse(string text) => Result(SourceTree.Of(new string(text.AsSpan()), null));

    /// <summary>Parses one expression that has no braces around it.</summary>
    public static TemplateParse ParseExpression(string expression)
    {
        var parse = Result(SourceTree.OfCode(expression));
        return parse.Template is { single: null }
            ? new TemplateParse(null, [new TemplateError("An expression was expected", 0, Math.Max(expression.Length, 1), "It is one value, such as environment == \"production\".")])
            : parse;
    }

    /// <summary>The code blocks of a text, whether their code is right or not.</summary>
    public static IReadOnlyList<TemplateCode> FindCode(string text) => SourceTree.FindCode(text);

    /// <summary>Renders the template. Its text is to be used only when there are no errors.</summary>
    public TemplateRender Render(TemplateObject model, TemplateOptions options)
    {
        var render = new RenderContext(tree, model, options, redacted: false);
        render.Run();
        if (render.Errors.Count > 0 || render.Met is not { } secrets)
            return new TemplateRender(render.Segments, InOrder(render.Errors));
        // Once more without the values of the secrets: what people see is the same, or it would tell of them.
        var shown = new RenderContext(tree, model, options, redacted: true);
        shown.Run();
        var (left, right) = (Shown(render.Segments), Shown(shown.Segments));
        var same = left.Zip(right).TakeWhile(pair => pair.First.Text == pair.Second.Text).Count();
        if (shown.Errors.Count == 0 && same == left.Count && same == right.Count)
            return new TemplateRender(render.Segments, []);
        return new TemplateRender(render.Segments, [Decides(shown.Errors, same < left.Count ? left[same].Segment : same < right.Count ? right[same].Segment : default, secrets)]);
    }

    /// <summary>The value of a template that is a single expression; of any other, the text that it renders.</summary>
    public TemplateEvaluation Evaluate(TemplateObject model, TemplateOptions options)
    {
        if (single is null)
        {
            var text = Render(model, options);
            return text.Errors.Count > 0 ? new TemplateEvaluation(null, text.Errors) : new TemplateEvaluation(TextValue.FromSegments(text.Segments, withPlaces: false), []);
        }

        var render = new RenderContext(tree, model, options, redacted: false);
        var value = render.Run(single);
        if (render.Errors.Count > 0)
            return new TemplateEvaluation(null, InOrder(render.Errors));
        if (render.Met is not { } secrets)
            return new TemplateEvaluation(value, []);
        var shown = new RenderContext(tree, model, options, redacted: true);
        var other = shown.Run(single);
        return shown.Errors.Count == 0 && Values.Shown(value) == Values.Shown(other)
            ? new TemplateEvaluation(value, [])
            : new TemplateEvaluation(null, [Decides(shown.Errors, new Segment("", null, 0, 1, false, null, null, single.Span.Start.Offset, single.Span.Length), secrets)]);
    }

    private static TemplateError Decides(IReadOnlyList<TemplateError> errors, Segment place, string secrets)
    {
        var fault = TextFault.Decides(default, secrets);
        var (start, length, source) = errors.Count > 0 ? (errors[0].Start, errors[0].Length, errors[0].Source)
            : place.Verbatim ? (place.SourceStart, 1, place.Source)
            : (place.ExpressionStart, Math.Max(1, place.ExpressionLength), place.Source);
        return new TemplateError(fault.OriginalMessage, start, length, fault.Help, source);
    }

    private static List<(string Text, Segment Segment)> Shown(IReadOnlyList<Segment> segments) =>
        [.. segments.Select(segment => (segment.Secret is { } name ? $"(secret {name})" : $"{segment.Form}:{segment.Text}", segment))];

    // Between its braces an expression may stand alone, and between the braces there may be nothing else.
    private static IReadOnlyList<ScriptStatement> Statements(SourceTree tree) =>
        tree.Template.Page?.Body?.Statements.Where(statement => statement is not (ScriptEscapeStatement or ScriptNopStatement or ScriptEndStatement)).ToList() ?? [];

    private static TemplateParse Result(SourceTree tree) =>
        tree.Errors.Count > 0 ? new TemplateParse(null, tree.Errors) : new TemplateParse(new Template(tree), []);

    private static IReadOnlyList<TemplateError> InOrder(IReadOnlyList<TemplateError> errors) =>
        errors.Count < 2 ? errors : [.. errors.OrderBy(error => error.Source, StringComparer.Ordinal).ThenBy(error => error.Start)];
}
