using System.Text;
using PlanRunner.Templating;

namespace PlanRunner.Source;

/// <summary>A rendered text that still knows where each character came from and which of them are secret.</summary>
internal sealed class RenderedText
{
    private readonly IReadOnlyList<Segment> segments;
    private readonly int[] starts;
    private readonly ITextOrigin origin;
    private readonly Func<string, SourceText?>? include;

    /// <param name="segments">The text, piece by piece.</param>
    /// <param name="origin">Where the template is.</param>
    /// <param name="include">Finds the included templates that pieces came from.</param>
    public RenderedText(IReadOnlyList<Segment> segments, ITextOrigin origin, Func<string, SourceText?>? include = null)
    {
        this.segments = segments;
        this.origin = origin;
        this.include = include;
        starts = new int[segments.Count];
        for (int i = 0, at = 0; i < segments.Count; at += segments[i++].Text.Length)
            starts[i] = at;
        HoldsSecret = segments.Any(s => s.Secret is not null);
        Text = segments.Count == 1 ? segments[0].Text : string.Concat([.. segments.Select(s => s.Text)]);
        // A text may be large: without a secret it is there once.
        Redacted = HoldsSecret ? Redact() : Text;
    }

    /// <summary>Whether a secret is in it, be it an empty one: what its words look like says nothing.</summary>
    public bool HoldsSecret { get; }

    /// <summary>The text as it is sent. Holds secrets: never print, log or journal it.</summary>
    public string Text { get; }

    /// <summary>The text as people see it, secrets by name.</summary>
    public string Redacted { get; }

    internal IReadOnlyList<Segment> Segments => segments;

    /// <summary>The place of the expression that wrote the character there; of template text, its own.</summary>
    internal Place ExpressionAt(int offset) => segments[SegmentAt(offset)].Verbatim ? PlaceAt(offset) : ExpressionOf(SegmentAt(offset));

    /// <summary>The place of the expression that wrote a segment.</summary>
    internal Place ExpressionOf(int segment) =>
        OriginOf(segments[segment].Source, origin, include)
            .PlaceAt(segments[segment].ExpressionStart, Math.Max(1, segments[segment].ExpressionLength));

    public Place PlaceAt(int offset, int length = 1)
    {
        if (segments.Count == 0)
            return origin.PlaceAt(0, length);
        var index = SegmentAt(offset);
        var segment = segments[index];
        var from = OriginOf(segment.Source, origin, include);
        return segment.Verbatim
            ? from.PlaceAt(segment.SourceStart + offset - starts[index], length)
            : from.PlaceAt(segment.SourceStart, Math.Max(1, segment.SourceLength));
    }

    /// <summary>The included template of that name, else the template that includes.</summary>
    internal static ITextOrigin OriginOf(string? included, ITextOrigin origin, Func<string, SourceText?>? include) =>
        included is null ? origin : include?.Invoke(included) ?? origin;

    /// <summary>The people's form of one stretch of <see cref="Text"/>, such as a single statement.</summary>
    public string RedactedSlice(int start, int length)
    {
        var result = new StringBuilder();
        string? open = null;
        for (var i = 0; i < segments.Count; i++)
        {
            var from = Math.Max(start, starts[i]);
            var to = Math.Min(start + length, starts[i] + segments[i].Text.Length);
            if (from >= to)
                continue;
            if (segments[i].Secret is not { } secret)
                result.Append(segments[i].Text, from - starts[i], to - from);
            else if (open != secret)
                result.Append("(secret ").Append(secret).Append(')');
            open = segments[i].Secret;
        }

        return result.ToString();
    }

    /// <summary>Whether a secret is in one stretch of <see cref="Text"/>.</summary>
    public bool IsSecretWithin(int start, int length)
    {
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i].Secret is not null && starts[i] < start + length && starts[i] + segments[i].Text.Length > start)
                return true;
        }

        return false;
    }

    public override string ToString() => Redacted;

    private string Redact()
    {
        var redacted = new StringBuilder();
        string? open = null;
        foreach (var segment in segments)
        {
            // Neighbouring pieces of one secret read as one.
            if (segment.Secret is not { } secret)
                redacted.Append(segment.Text);
            else if (open != secret)
                redacted.Append("(secret ").Append(secret).Append(')');
            open = segment.Secret;
        }

        return redacted.ToString();
    }

    private int SegmentAt(int offset)
    {
        var index = Array.BinarySearch(starts, Math.Clamp(offset, 0, Text.Length));
        index = Math.Max(0, index < 0 ? ~index - 1 : index);
        // An empty one begins where the next one does.
        while (index + 1 < starts.Length && starts[index + 1] == starts[index])
            index++;
        return index;
    }
}
