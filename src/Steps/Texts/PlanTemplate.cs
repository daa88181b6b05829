using PlanRunner.Quoting;
using PlanRunner.Source;
using PlanRunner.Templating;

namespace PlanRunner.Steps.Texts;

/// <summary>A template of a plan with the place it is at, so that its mistakes point at the YAML or the file.</summary>
internal sealed class PlanTemplate
{
    private readonly Template? template;
    private readonly SqlTemplateText? sql;
    private readonly List<string> rows;
    private readonly ITextOrigin origin;

    private PlanTemplate(string text, Template? template, ITextOrigin origin, SqlTemplateText? sql = null, List<string>? rows = null)
    {
        Text = text;
        this.template = template;
        this.origin = origin;
        this.sql = sql;
        this.rows = rows ?? [];
    }

    /// <summary>The template's own text, for the fingerprint of the source.</summary>
    public string Text { get; }

    public IReadOnlySet<string> Names => template?.Names ?? new HashSet<string>();

    public Place PlaceAt(int offset, int length = 1) => origin.PlaceAt(offset, length);

    /// <param name="text">The template.</param>
    /// <param name="origin">Where it is.</param>
    /// <param name="diagnostics">Where its mistakes are reported.</param>
    /// <param name="context">In SQL, rows of COPY are not a template, and braces in strings are looked at.</param>
    public static PlanTemplate? Parse(string text, ITextOrigin origin, Diagnostics diagnostics, TextContext context = TextContext.Plain)
    {
        if (context != TextContext.Sql)
            return Wrap(text, Template.Parse(text), origin, diagnostics);
        var taken = new List<string>();
        var source = SqlTemplateText.Of(text, taken);
        var accidents = Accidents(source, origin, diagnostics);
        var parse = Template.Parse(source.Text);
        foreach (var error in parse.Errors.Where(error => !accidents.Any(code => Covers(code, error))))
            diagnostics.Add(Told("PR4001", error, origin, include: null, _ => source));
        return parse.Template is null || parse.Errors.Count + accidents.Count > 0
            ? null
            : new PlanTemplate(text, parse.Template, origin, source, taken);
    }

    public static PlanTemplate? ParseExpression(string text, ITextOrigin origin, Diagnostics diagnostics) =>
        Wrap(text, Template.ParseExpression(text), origin, diagnostics);

    /// <summary>A text without any code, whatever braces are in it.</summary>
    public static PlanTemplate Verbatim(string text, ITextOrigin origin) => new(text, null, origin);

    public RenderedText? Render(RenderScope scope, TextContext context)
    {
        if (template is null)
            return Admitted(
                new RenderedText([new Segment(Text, null, 0, Text.Length, Verbatim: true, Form: TextForm.Trusted)], origin, scope.Include),
                context,
                false,
                scope
            );
        if (context != TextContext.Sql)
        {
            var plain = template.Render(scope.Model, scope.Options);
            return Admitted(new RenderedText(plain.Segments, origin, scope.Include), context, Report(plain.Errors, scope), scope);
        }

        var included = new Dictionary<string, SqlTemplateText>(StringComparer.Ordinal);
        var all = new List<string>(rows);
        SqlTemplateText? Find(string? source) => source is null ? sql : included.GetValueOrDefault(source);
        var render = template.Render(scope.Model, scope.OptionsWith(name => Included(name, scope, all, included)));
        var failed = Report(render.Errors, scope, Find);
        foreach (var (name, own) in included)
            failed |= scope.Include?.Invoke(name) is { } source && Accidents(own, source, scope.Diagnostics).Count > 0;
        return Admitted(
            new RenderedText(SqlTemplateText.Restore(render.Segments, all, Find), origin, scope.Include),
            context,
            failed,
            scope
        );
    }

    /// <summary>The value of a template that is one expression, else its text; used for arguments, lists and conditions.</summary>
    public (bool Ok, object? Value) Evaluate(RenderScope scope)
    {
        if (template is null)
            return (true, Text);
        var evaluation = template.Evaluate(scope.Model, scope.Options);
        return Report(evaluation.Errors, scope) ? (false, null) : (true, evaluation.Value);
    }

    private static string? Included(string name, RenderScope scope, List<string> rows, Dictionary<string, SqlTemplateText> included)
    {
        if (scope.Include?.Invoke(name) is not { } source)
            return null;
        return (included[name] = SqlTemplateText.Of(source.Text, rows)).Text;
    }

    private static RenderedText? Admitted(RenderedText text, TextContext context, bool failed, RenderScope scope) =>
        TextAdmission.Check(text, context, whole: !failed, scope.Diagnostics) && !failed ? text : null;

    private static PlanTemplate? Wrap(string text, TemplateParse parse, ITextOrigin origin, Diagnostics diagnostics)
    {
        foreach (var error in parse.Errors)
            diagnostics.Add(Told("PR4001", error, origin, include: null));
        return parse.Template is null || parse.Errors.Count > 0 ? null : new PlanTemplate(text, parse.Template, origin);
    }

    // Braces in a string whose code names nothing would silently become what is in them.
    private static List<EmbeddedCode> Accidents(SqlTemplateText sql, ITextOrigin origin, Diagnostics diagnostics)
    {
        var accidents = sql.Embedded.Where(code => code.NamesNothing).ToList();
        foreach (var code in accidents.DistinctBy(code => code.Owner))
        {
            var raw = sql.Text[code.Start..code.End];
            var shown = raw.Length <= 40 && !raw.Contains('\n', StringComparison.Ordinal) ? raw : "{{ … }}";
            var start = sql.Map(code.Start);
            diagnostics.Error(
                "PR4070",
                $"{shown} is inside {code.Inside} and would run as template code, but refers to nothing of the plan",
                origin.PlaceAt(start, code.End - code.Start),
                code.Remedy
            );
        }

        return accidents;
    }

    private static bool Covers(EmbeddedCode code, TemplateError error) => error.Start >= code.Start && error.Start < code.End;

    private bool Report(IReadOnlyList<TemplateError> errors, RenderScope scope, Func<string?, SqlTemplateText?>? find = null)
    {
        foreach (var error in errors)
            scope.Diagnostics.Add(Told("PR4002", error, origin, scope.Include, find));
        return errors.Count > 0;
    }

    // The place of a mistake in an included template is one in that template.
    private static Diagnostic Told(
        string id,
        TemplateError error,
        ITextOrigin origin,
        Func<string, SourceText?>? include,
        Func<string?, SqlTemplateText?>? find = null
    )
    {
        var whole = find?.Invoke(error.Source);
        var place = RenderedText.OriginOf(error.Source, origin, include).PlaceAt(whole?.Map(error.Start) ?? error.Start, error.Length);
        if (whole?.Embedded.FirstOrDefault(code => Covers(code, error)) is not { } code)
            return Diagnostic.Error(id, Phrase(error.Message), place, Help(error));
        return Diagnostic.Error(
            id,
            $"{Phrase(error.Message)}; these braces are inside {code.Inside}",
            place,
            Help(error) is { } help ? $"{code.Remedy}; if they are code: {help}" : code.Remedy
        );
    }

    private static string? Help(TemplateError error) =>
        error.Help is { } help ? Phrase(help)
        : error.Kind == TemplateErrorKind.UnknownName
            ? "a text knows variables, environment, plan, connections and secrets; captured values come as parameters, params: { n: count.n }: "
                + ":n in the SQL, $n in a script, and nowhere else"
        : null;

    // The template engine speaks in sentences, a diagnostic goes on after a colon.
    private static string Phrase(string sentence) =>
        sentence.Length > 1
        && char.IsUpper(sentence[0])
        && (char.IsLower(sentence[1]) || sentence.StartsWith("A ", StringComparison.Ordinal))
            ? char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.')
            : sentence.TrimEnd('.');
}
