#pragma warning disable
// Stands until the templates land; same names and shapes.
namespace PlanRunner.Templating;
public sealed class Template {
    public static TemplateParse Parse(string text) => new(new Template(), []);
    public static TemplateParse ParseExpression(string expression) => new(new Template(), []);
    public TemplateRender Render(TemplateObject model, TemplateOptions options) => throw new NotSupportedException();
    public TemplateEvaluation Evaluate(TemplateObject model, TemplateOptions options) => throw new NotSupportedException();
    public IReadOnlySet<string> Names { get; } = new HashSet<string>();
}
public sealed record TemplateParse(Template? Template, IReadOnlyList<TemplateError> Errors);
public sealed record TemplateRender(IReadOnlyList<Segment> Segments, IReadOnlyList<TemplateError> Errors);
public sealed record TemplateEvaluation(object? Value, IReadOnlyList<TemplateError> Errors);
public sealed record TemplateError(string Message, int Start, int Length, string? Help = null, string? Source = null);
public readonly record struct Segment(string Text, string? Secret, int SourceStart, int SourceLength, bool Verbatim, string? Source = null);
public sealed class TemplateOptions {
    public bool Relaxed { get; init; }
    public Func<TextRun, TemplateRejection?>? Admit { get; init; }
    public Func<string, string?>? Include { get; init; }
}
public sealed record TemplateRejection(string Message, string? Help);
public readonly record struct TextRun(string Text, string? Form, string? Secret) { public const string Trusted = "text"; public const string Number = "number"; }
public sealed class TextValue {
    public static TextValue Untrusted(string s) => new(); public static TextValue Trusted(string s) => new(); public static TextValue Secret(string name, string value) => new();
    public string Text => ""; public IReadOnlyList<TextRun> Runs => []; public string? Secrets => null;
    public TextValue WithForm(string form) => this;
    public static TextValue Concat(params IEnumerable<TextValue> parts) => new();
}
public sealed class TemplateObject : System.Collections.Generic.Dictionary<string, object?> { }
public sealed class TemplateArray : System.Collections.Generic.List<object?> { }
public sealed class TemplateFunction(string name, Func<IReadOnlyList<object?>, object?> call) { public string Name => name; public object? Call(IReadOnlyList<object?> a) => call(a); }
public sealed class TemplateFunctionException(string message, string? help) : Exception(message) { public string? HelpText => help; }
