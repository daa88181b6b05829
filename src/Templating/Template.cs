namespace PlanRunner.Templating;

/// <summary>A template of the Scriban language: parsed once, rendered as often as needed, from any thread.</summary>
internal sealed class Template
{
    private const string Remedy = "It is one value, such as environment == \"production\".";

    // Most texts of a plan have no code: they are what they give, and there is nothing to run.
    private readonly Segment? text;
    private readonly SourceTree tree = SourceTree.Empty;
    private readonly ScriptExpression? single;

    private Template(string text) => this.text = new Segment(text, null, 0, text.Length, Verbatim: true, Form: TextForm.Trusted);

    private Template(SourceTree tree)
    {
        this.tree = tree;
        // Between its braces an expression may be alone, and between the braces there may be nothing else.
        var statements = tree
            .Template.Page?.Body?.Statements.Where(statement =>
                statement is not (ScriptEscapeStatement or ScriptNopStatement or ScriptEndStatement)
            )
            .ToList();
        single = statements is [ScriptExpressionStatement { CanOutput: true, Expression: var expression }] ? expression : null;
    }

    /// <summary>The names that it reads and has not given a value; some behind <c>with</c> or <c>import</c> may be among them.</summary>
    public IReadOnlySet<string> Names => tree.Names;

    /// <summary>Parses text with code between double braces.</summary>
    public static TemplateParse Parse(string text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal)
            ? Result(new SourceTree(text, null))
            : new TemplateParse(new Template(text), []);

    /// <summary>Parses one expression that has no braces around it.</summary>
    public static TemplateParse ParseExpression(string expression)
    {
        var parse = Result(new SourceTree(expression, null, ScriptMode.ScriptOnly));
        return parse.Template is { single: null }
            ? new TemplateParse(null, [new("An expression was expected", 0, Math.Max(expression.Length, 1), Remedy)])
            : parse;
    }

    /// <summary>The code blocks of a text, whether their code is right or not.</summary>
    public static IReadOnlyList<TemplateCode> FindCode(string text) => SourceTree.FindCode(text);

    /// <summary>Renders the template. Its text is to be used only when there are no errors.</summary>
    public TemplateRender Render(TemplateObject model, TemplateOptions options)
    {
        if (text is { } whole)
            return Given(whole, options);
        var (render, errors) = Run(model, options, null);
        return new TemplateRender(render.Segments, errors);
    }

    /// <summary>The value of a template that is a single expression; of any other, the text that it renders.</summary>
    public TemplateEvaluation Evaluate(TemplateObject model, TemplateOptions options)
    {
        if (text is { } whole)
        {
            var given = Given(whole, options);
            return new TemplateEvaluation(given.Errors.Count > 0 ? null : TextValue.Of(given.Segments), given.Errors);
        }

        var (render, errors) = Run(model, options, single);
        return new TemplateEvaluation(
            errors.Count > 0 ? null
                : single is null ? TextValue.Of(render.Segments)
                : render.Value,
            errors
        );
    }

    private (RenderOutcome Render, IReadOnlyList<TemplateError> Errors) Run(
        TemplateObject model,
        TemplateOptions options,
        ScriptExpression? of
    )
    {
        var render = RenderContext.Run(tree, of, model, options, redacted: false);
        if (render.Errors.Count > 0)
            return (render, [.. render.Errors.OrderBy(error => error.Source, StringComparer.Ordinal).ThenBy(error => error.Start)]);
        if (render.Met is not { } secrets)
            return (render, []);
        // Once more without the values of the secrets: what is displayed is the same, otherwise it would reveal them.
        var shown = RenderContext.Run(tree, of, model, options, redacted: true);
        var (left, right) = (render.Segments, shown.Segments);
        var same = left.Zip(right).TakeWhile(pair => Shown(pair.First) == Shown(pair.Second)).Count();
        Segment? place =
            same < left.Count ? left[same]
            : same < right.Count ? right[same]
            : null;
        if (shown.Errors.Count == 0 && place is null)
            return (render, []);
        var fault = TextFault.Decides(default, secrets);
        var (start, length, source) =
            shown.Errors is [var error, ..] ? (error.Start, error.Length, error.Source)
            : place is { Verbatim: false } piece ? (piece.ExpressionStart, Math.Max(1, piece.ExpressionLength), piece.Source)
            : (place!.Value.SourceStart, 1, place.Value.Source);
        return (render, [new TemplateError(fault.OriginalMessage, start, length, fault.Help, source)]);
    }

    private static TemplateRender Given(Segment whole, TemplateOptions options)
    {
        if (whole.Text.Length <= options.OutputLimit)
            return new TemplateRender(whole.Text.Length == 0 ? [] : [whole], []);
        var fault = TextFault.Grows(default, options.OutputLimit);
        return new TemplateRender([], [new TemplateError(fault.OriginalMessage, 0, whole.Text.Length, fault.Help)]);
    }

    private static string Shown(Segment segment) => segment.Secret is { } name ? $"(secret {name})" : $"{segment.Form}:{segment.Text}";

    private static TemplateParse Result(SourceTree tree) =>
        tree.Errors.Count > 0 ? new TemplateParse(null, tree.Errors) : new TemplateParse(new Template(tree), []);
}
