using System.Runtime.CompilerServices;
using System.Text;

namespace PlanRunner.Templating;

/// <summary>Text made of runs: what is quoted, what is secret, what was captured of both. To a template it is an object.</summary>
internal sealed class TextValue : IScriptCustomTypeInfo, IScriptCustomBinaryOperation
{
    private TextValue(IReadOnlyList<Segment> runs)
    {
        Runs = runs;
        Text = runs.Count == 1 ? runs[0].Text : string.Concat(runs.Select(run => run.Text));
        Secrets = runs.Aggregate((string?)null, (names, run) => Join(names, run.Secret));
    }

    public string Text { get; }

    /// <summary>The names of all the secrets in it, joined by '+'; null when there is none.</summary>
    public string? Secrets { get; }

    /// <summary>Its stretches, without places.</summary>
    public IReadOnlyList<Segment> Runs { get; }

    /// <summary>Of an included template, its pieces with their places.</summary>
    internal IReadOnlyList<Segment>? Segments { get; private init; }

    string IScriptCustomTypeInfo.TypeName => "text";

    public static TextValue Untrusted(string text) => new([Run(text, null, null)]);

    public static TextValue Trusted(string text) => new([Run(text, null, TextForm.Trusted)]);

    public static TextValue Secret(string name, string value) => new([Run(value, name, null)]);

    public static TextValue Concat(params IEnumerable<TextValue> parts) => Of([.. parts.SelectMany(part => part.Runs)]);

    /// <summary>The same text, all of it in one form; what was secret stays so, run by run.</summary>
    public TextValue WithForm(string form) => new([.. Runs.Select(run => run with { Form = form })]);

    /// <summary>The same text, all of it as secret as itself and the names given.</summary>
    public TextValue WithSecrets(string? names) =>
        Join(Secrets, names) is { } all ? new([.. Runs.Select(run => run with { Secret = all })]) : this;

    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (Secrets is null && (obj is TextValue { Secrets: null } other ? other.Text == Text : obj is string text && text == Text));

    public override int GetHashCode() => Secrets is null ? Text.GetHashCode(StringComparison.Ordinal) : RuntimeHelpers.GetHashCode(this);

    /// <summary>Never the text of a secret: what does not ask as a template asks gets its name.</summary>
    public override string ToString() => Secrets is null ? Text : $"(secret {Secrets})";

    bool IScriptCustomBinaryOperation.TryEvaluate(
        TemplateContext context,
        SourceSpan span,
        ScriptBinaryOperator op,
        SourceSpan leftSpan,
        object? leftValue,
        SourceSpan rightSpan,
        object? rightValue,
        out object? result
    )
    {
        result = ScriptBinaryExpression.Evaluate(context, span, op, leftSpan, Plain(leftValue), rightSpan, Plain(rightValue));
        return true;

        object? Plain(object? value) => value is TextValue text ? RenderContext.Known(span, text) : value;
    }

    /// <summary>Names of secrets, joined by '+', each once and in the order in which they were met.</summary>
    internal static string? Join(string? first, string? second) =>
        second is null || first == second ? first
        : first is null ? second
        : string.Join('+', first.Split('+').Concat(second.Split('+')).Distinct(StringComparer.Ordinal));

    /// <summary>With the names of secrets in the place of their values. An empty one stays so: it is counted in other ways.</summary>
    internal TextValue Redacted() =>
        new([.. Runs.Select(run => run.Secret is null || run.Text.Length == 0 ? run : run with { Text = $"(secret {run.Secret})" })]);

    /// <summary>A value of the program's as templates have it: what is only a text is a string.</summary>
    internal static object? ToScript(object? value) =>
        value switch
        {
            string text => Authored.Value(text),
            TextValue { Secrets: null, Runs: [{ Form: null }] } text => Authored.Value(text.Text),
            TextValue { Secrets: null, Runs: [{ Form: TextForm.Trusted }] } text => Authored.Of(text.Text),
            DateTimeOffset date => date.UtcDateTime,
            _ => value,
        };

    /// <summary>The other way round: whether a string is the author's or a value can be seen only in a render.</summary>
    internal static object? FromScript(object? value) =>
        value switch
        {
            string text => Authored.Is(text) ? Trusted(text) : Untrusted(text),
            char letter => Untrusted(letter.ToString()),
            DateTime date => new DateTimeOffset(date.Kind == DateTimeKind.Local ? date : DateTime.SpecifyKind(date, DateTimeKind.Utc)),
            _ => value,
        };

    internal static TextValue Of(IReadOnlyList<Segment> pieces, bool withPlaces = false)
    {
        var runs = new List<Segment>();
        var text = new StringBuilder();
        foreach (var piece in pieces)
        {
            // An empty secret leaves its name, once: any number of them would be a text that no limit on its length ends.
            if (piece.Text.Length == 0 && (piece.Secret is null || runs.Exists(run => run.Text.Length == 0 && run.Secret == piece.Secret)))
                continue;
            if (runs.Count == 0 || !runs[^1].IsPlain || !piece.IsPlain || runs[^1].Form != piece.Form)
            {
                Flush();
                runs.Add(Run(piece.Text, piece.Secret, piece.Form));
            }

            text.Append(piece.Text);
        }

        Flush();
        return new TextValue(runs.Count > 0 ? runs : [Run("", null, TextForm.Trusted)]) { Segments = withPlaces ? pieces : null };

        void Flush()
        {
            if (runs.Count > 0)
                runs[^1] = runs[^1] with { Text = text.ToString() };
            text.Clear();
        }
    }

    private static Segment Run(string text, string? secret, string? form) => new(text, secret, 0, 0, Verbatim: false, Form: form);
}
