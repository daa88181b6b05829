using System.Diagnostics.CodeAnalysis;

namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>
/// Text within a line. Nothing in it is markup, whatever it says: its style is separate, and each format escapes the text itself.
/// </summary>
internal sealed record Inline(IReadOnlyList<Span> Spans)
{
    /// <summary>The text alone.</summary>
    public string Text => string.Concat(Spans.Select(span => span.Text));

    public static Inline Code(string text) => new([new Span(text, SpanStyle.Code)]);

    public static Inline Strong(string text) => new([new Span(text, SpanStyle.Strong)]);

    public static Inline Join(string between, IEnumerable<Inline> parts) =>
        parts.Aggregate((Inline?)null, (all, part) => all is null ? part : all + between + part) ?? "";

    [SuppressMessage("Usage", "CA2225", Justification = "A plain text is one by itself.")]
    public static implicit operator Inline(string text) => new([new Span(text)]);

    [SuppressMessage("Usage", "CA2225", Justification = "It reads as the joining of texts, which it is.")]
    public static Inline operator +(Inline first, Inline second) => new([.. first.Spans, .. second.Spans]);
}

/// <summary>A stretch of text that looks alike.</summary>
internal readonly record struct Span(string Text, SpanStyle Style = SpanStyle.Plain);

internal enum SpanStyle
{
    Plain,

    /// <summary>As it is typed, to be copied.</summary>
    Code,
    Strong,
}
