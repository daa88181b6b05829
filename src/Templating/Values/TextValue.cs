using System.Globalization;

namespace PlanRunner.Templating;

/// <summary>The string of the template language: text made of runs, so that trust and secrets survive every filter.</summary>
public sealed class TextValue
{
    private readonly TextRun[]? runs;
    private readonly string? form;
    private readonly string? secret;
    private TextRun[]? only;

    private TextValue(string text, string? form, string? secret)
    {
        Text = text;
        this.form = form;
        this.secret = secret;
    }

    private TextValue(TextRun[] runs)
    {
        this.runs = runs;
        var parts = new string[runs.Length];
        for (var index = 0; index < runs.Length; index++)
        {
            parts[index] = runs[index].Text;
            secret = SecretNames.Join(secret, runs[index].Secret);
        }

        Text = string.Concat(parts);
    }

    public static TextValue Empty { get; } = Trusted("");

    public string Text { get; }

    /// <summary>The names of all the secrets in it, joined by '+'; null when there is none.</summary>
    public string? Secrets => secret;

    public IReadOnlyList<TextRun> Runs => runs ?? (only ??= [new TextRun(Text, form, secret)]);

    internal bool IsTrusted =>
        secret is null && (runs is null ? form is TextRun.Trusted or TextRun.Number : runs.All(run => run.Form is TextRun.Trusted or TextRun.Number));

    public static TextValue Untrusted(string text) => new(text, form: null, secret: null);

    public static TextValue Trusted(string text) => new(text, TextRun.Trusted, secret: null);

    public static TextValue Secret(string name, string value) => new(value, form: null, name);

    public static TextValue Concat(params IEnumerable<TextValue> parts)
    {
        var builder = new TextBuilder();
        foreach (var part in parts)
        {
            builder.Append(part);
        }

        return builder.ToText();
    }

    /// <summary>A text made from others by more than joining them: untrusted if any of them was, and as secret as all of them.</summary>
    public static TextValue Derive(string text, params IEnumerable<TextValue> sources)
    {
        var trusted = true;
        var counted = false;
        string? secrets = null;
        foreach (var source in sources)
        {
            trusted &= source.runs is null
                ? source.form is TextRun.Trusted or TextRun.Number
                : source.runs.All(run => run.Form is TextRun.Trusted or TextRun.Number);
            counted |= source.runs is null ? source.form is TextRun.Number : source.runs.Any(run => run.Form is TextRun.Number);
            secrets = SecretNames.Join(secrets, source.secret);
        }

        // A number is a value that needs no quotes for as long as it is one.
        var made = !trusted ? null : !counted ? TextRun.Trusted : IsNumber(text) ? TextRun.Number : null;
        return new TextValue(text, made, secrets);
    }

    /// <summary>The same text, which another one decided the ends of.</summary>
    internal TextValue CutBy(TextValue decider) => decider.IsTrusted ? this : Derive(Text, this, decider);

    private static bool IsNumber(string text) =>
        text is "true" or "false" || (text.Length > 0 && (char.IsAsciiDigit(text[^1]) && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _)));

    /// <summary>The same text, all of it in one form; what was secret stays so, run by run.</summary>
    public TextValue WithForm(string form) =>
        runs is null ? new TextValue(Text, form, secret) : FromRuns(runs.Select(run => run with { Form = form }));

    /// <summary>The same text, all of it as secret as itself and the names given.</summary>
    public TextValue WithSecrets(string? names)
    {
        var all = SecretNames.Join(secret, names);
        return all is null ? this : FromRuns(Runs.Select(run => run with { Secret = all }));
    }

    /// <summary>A part of the text. A run that a function marked loses its form when it is cut: half a quoted text is not one.</summary>
    public TextValue Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, Text.Length);
        if (start == 0 && length == Text.Length)
        {
            return this;
        }

        if (runs is null)
        {
            var kept = form is null or TextRun.Trusted or TextRun.Number ? form : null;
            return new TextValue(Text.Substring(start, length), kept, secret);
        }

        var builder = new TextBuilder();
        var offset = 0;
        foreach (var run in runs)
        {
            var from = Math.Max(start - offset, 0);
            var to = Math.Min(start + length - offset, run.Text.Length);
            if (to > from)
            {
                var whole = from == 0 && to == run.Text.Length;
                builder.Append(new TextRun(run.Text[from..to], whole || run.IsPlain ? run.Form : null, run.Secret));
            }

            offset += run.Text.Length;
        }

        return builder.ToText();
    }

    public override string ToString() => Text;

    /// <summary>How much there is to go through to cut a part out.</summary>
    internal int RunCount => runs?.Length ?? 1;

    /// <summary>Its letters one by one; not by <see cref="Slice"/>, which would begin anew for each.</summary>
    internal IEnumerable<TextValue> Letters()
    {
        foreach (var run in Runs)
        {
            var kept = run.IsPlain || run.Text.Length == 1 ? run.Form : null;
            for (var index = 0; index < run.Text.Length; index++)
            {
                yield return new TextValue(run.Text.Substring(index, 1), kept, run.Secret);
            }
        }
    }

    internal static TextValue Number(string text) => new(text, TextRun.Number, secret: null);

    internal static TextValue FromRuns(IEnumerable<TextRun> runs) => FromRuns(runs.ToArray());

    internal static TextValue FromRuns(TextRun[] runs) =>
        runs switch
        {
            [] => Empty,
            [var run] => new TextValue(run.Text, run.Form, run.Secret),
            _ => new TextValue(runs),
        };
}
