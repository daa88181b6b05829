using PlanRunner.Steps.Quoting;
using PlanRunner.Steps.Source;
using PlanRunner.Templating;

namespace PlanRunner.Steps;

/// <summary>A template of a plan with the place it stands at, so that its mistakes point at the YAML or the file.</summary>
public sealed class PlanTemplate
{
    private readonly Template template;
    private readonly ITextOrigin origin;

    private PlanTemplate(string text, Template template, ITextOrigin origin)
    {
        Text = text;
        this.template = template;
        this.origin = origin;
    }

    /// <summary>The template's own text, for the fingerprint of the source.</summary>
    public string Text { get; }

    public IReadOnlySet<string> Names => template.Names;

    public Place PlaceAt(int offset, int length = 1) => origin.PlaceAt(offset, length);

    public static PlanTemplate? Parse(string text, ITextOrigin origin, Diagnostics diagnostics) =>
        Wrap(text, Template.Parse(text), origin, diagnostics);

    public static PlanTemplate? ParseExpression(string text, ITextOrigin origin, Diagnostics diagnostics) =>
        Wrap(text, Template.ParseExpression(text), origin, diagnostics);

    public RenderedText? Render(RenderScope scope, TextContext context)
    {
        var render = template.Render(scope.Model, scope.Options);
        var failed = Report(render.Errors, scope);
        var text = new RenderedText(render.Segments, origin, scope.Include);
        return TextAdmission.Check(text, context, whole: !failed, scope.Diagnostics) && !failed ? text : null;
    }

    /// <summary>The value of a template that is one expression, else its text; used for arguments, lists and conditions.</summary>
    public (bool Ok, object? Value) Evaluate(RenderScope scope)
    {
        var evaluation = template.Evaluate(scope.Model, scope.Options);
        return Report(evaluation.Errors, scope) ? (false, null) : (true, evaluation.Value);
    }

    private static PlanTemplate? Wrap(string text, TemplateParse parse, ITextOrigin origin, Diagnostics diagnostics)
    {
        foreach (var error in parse.Errors)
            diagnostics.Add(Told("PR4001", error, origin, include: null));
        return parse.Template is null || parse.Errors.Count > 0 ? null : new PlanTemplate(text, parse.Template, origin);
    }

    private bool Report(IReadOnlyList<TemplateError> errors, RenderScope scope)
    {
        foreach (var error in errors)
            scope.Diagnostics.Add(Told("PR4002", error, origin, scope.Include));
        return errors.Count > 0;
    }

    // The place of a mistake in an included template is one in that template.
    private static Diagnostic Told(string id, TemplateError error, ITextOrigin origin, Func<string, SourceText?>? include) =>
        Diagnostic.Error(id, Phrase(error.Message), RenderedText.OriginOf(error.Source, origin, include).PlaceAt(error.Start, error.Length), Help(error));

    private static string? Help(TemplateError error) => error.Help is { } help ? Phrase(help)
        : error.Message.StartsWith("The name ", StringComparison.Ordinal) ? "a text knows variables, environment, plan, connections and secrets; what a step captured comes as a parameter: params: { n: count.n }, and :n in the SQL"
        : null;

    // The template engine speaks in sentences, a diagnostic goes on after a colon.
    private static string Phrase(string sentence) =>
        sentence.Length > 1 && char.IsUpper(sentence[0]) && (char.IsLower(sentence[1]) || sentence.StartsWith("A ", StringComparison.Ordinal)) ? char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.') : sentence.TrimEnd('.');
}
