using System.Runtime.CompilerServices;
using System.Text;
using Scriban;
using Scriban.Parsing;
using Scriban.Syntax;

namespace PlanRunner.Templating;

/// <summary>Text made of runs: what is quoted, what is secret, and what was captured of both. To a template it is an object, not a string.</summary>
public sealed class TextValue : IScriptCustomTypeInfo, IScriptCustomBinaryOperation
{
    private TextValue(IReadOnlyList<TextRun> runs)
    {
        Runs = runs;
        Text = runs.Count == 1 ? runs[0].Text : string.Concat(runs.Select(run => run.Text));
        foreach (var run in runs)
            Secrets = SecretNames.Join(Secrets, run.Secret);
    }

    public string Text { get; }

    /// <summary>The names of all the secrets in it, joined by '+'; null when there is none.</summary>
    public string? Secrets { get; }

    public IReadOnlyList<TextRun> Runs { get; }

    /// <summary>Of an included template, its pieces with their places.</summary>
    internal IReadOnlyList<Segment>? Segments { get; private init; }

    string IScriptCustomTypeInfo.TypeName => "text";

    public static TextValue Untrusted(string text) => new([new TextRun(text, Form: null, Secret: null)]);

    public static TextValue Trusted(string text) => new([new TextRun(text, TextRun.Trusted, Secret: null)]);

    public static TextValue Secret(string name, string value) => new([new TextRun(value, Form: null, name)]);

    public static TextValue Concat(params IEnumerable<TextValue> parts) => FromRuns(parts.SelectMany(part => part.Runs));

    /// <summary>The same text, all of it in one form; what was secret stays so, run by run.</summary>
    public TextValue WithForm(string form) => new([.. Runs.Select(run => run with { Form = form })]);

    /// <summary>The same text, all of it as secret as itself and the names given.</summary>
    public TextValue WithSecrets(string? names) =>
        SecretNames.Join(Secrets, names) is { } all ? new([.. Runs.Select(run => run with { Secret = all })]) : this;

    public override bool Equals(object? obj) => ReferenceEquals(this, obj)
        || (Secrets is null && (obj is TextValue { Secrets: null } other ? other.Text == Text : obj is string text && text == Text));

    public override int GetHashCode() => Secrets is null ? Text.GetHashCode(StringComparison.Ordinal) : RuntimeHelpers.GetHashCode(this);

    /// <summary>Never the text: what does not ask as a template asks gets no secret and nothing that passes for one.</summary>
    public override string ToString() => Secrets is null ? Text : $"(secret {Secrets})";

    bool IScriptCustomBinaryOperation.TryEvaluate(
        TemplateContext context, SourceSpan span, ScriptBinaryOperator op, SourceSpan leftSpan, object? leftValue, SourceSpan rightSpan, object? rightValue, out object? result)
    {
        result = ScriptBinaryExpression.Evaluate(context, span, op, leftSpan, Plain(leftValue), rightSpan, Plain(rightValue));
        return true;

        object? Plain(object? value) => value is TextValue ? context.ObjectToString(value) ?? "" : value;
    }

    /// <summary>The text with its secrets' names in the place of their values. One without letters stays so: it is counted in other ways.</summary>
    internal TextValue Redacted() => new([.. Runs.Select(run => run.Secret is null || run.Text.Length == 0 ? run : run with { Text = $"(secret {run.Secret})" })]);

    internal static TextValue FromRuns(IEnumerable<TextRun> runs)
    {
        var merged = new List<TextRun>();
        var empty = new HashSet<string>(StringComparer.Ordinal);
        var pending = new StringBuilder();
        string? form = null;
        foreach (var run in runs)
        {
            // An empty secret leaves its name, once: any number of them would be a text that no limit on its length ends.
            if (run.Text.Length == 0 && (run.Secret is null || !empty.Add(run.Secret)))
                continue;
            // Only plain text grows together: two quoted identifiers side by side must still be seen as two.
            var plain = run.Secret is null && run.Form is (null or TextRun.Trusted);
            if (pending.Length > 0 && !(plain && run.Form == form))
                Flush();
            if (plain)
                (_, form) = (pending.Append(run.Text), run.Form);
            else
                merged.Add(run);
        }

        if (pending.Length > 0 || merged.Count == 0)
            Flush();
        return new TextValue(merged);

        void Flush()
        {
            merged.Add(new TextRun(pending.ToString(), pending.Length == 0 ? TextRun.Trusted : form, Secret: null));
            pending.Clear();
        }
    }

    internal static TextValue FromSegments(IReadOnlyList<Segment> segments, bool withPlaces)
    {
        var runs = FromRuns(segments.Select(segment => new TextRun(segment.Text, segment.Form, segment.Secret)));
        return withPlaces ? new TextValue(runs.Runs) { Segments = segments } : runs;
    }
}
