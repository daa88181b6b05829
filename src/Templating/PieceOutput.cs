using Scriban.Runtime;

namespace PlanRunner.Templating;

/// <summary>Keeps what is written in pieces, each with where it came from.</summary>
internal sealed class PieceOutput(RenderContext context) : IScriptOutput
{
    private readonly List<Segment> segments = [];
    // What comes next belongs to the same write as what came last.
    private bool continues;

    public IReadOnlyList<Segment> Segments => segments;

    /// <summary>What the pieces are that come next; null where they are the template's own text.</summary>
    public Segment? Stamp
    {
        get;
        set => (field, continues) = (value, false);
    }

    public void Write(string text, int offset, int count)
    {
        context.Grow(count);
        var written = count == text.Length ? text : text.Substring(offset, count);
        var indent = ReferenceEquals(text, context.CurrentIndent);
        if (Stamp is { } stamp && !(indent && (stamp.Secret is not null || stamp.Form is not (null or TextRun.Trusted or TextRun.Number))))
            Add(stamp.Verbatim && !indent ? stamp with { Text = written, SourceStart = stamp.SourceStart + offset, SourceLength = count } : stamp with { Text = written, Verbatim = false });
        else if (!indent && context.SourceOf(text) is { } tree)
            Add(new Segment(tree.Written(written), null, offset, count, Verbatim: true, tree.Source, TextRun.Trusted));
        else
            // What no one vouches for, whatever way it came, is a value.
            Add(context.Here with { Text = written, Form = indent ? TextRun.Trusted : null });
        continues = Stamp is not null;
    }

    public ValueTask WriteAsync(string text, int offset, int count, CancellationToken cancellationToken)
    {
        Write(text, offset, count);
        return ValueTask.CompletedTask;
    }

    public void Add(Segment segment)
    {
        if (segments.Count > 0 && Joined(segments[^1], segment) is { } joined)
            segments[^1] = joined;
        // A value must be quoted also where it happens to be empty.
        else if (segment.Text.Length > 0 || segment.Secret is not null || segment.Form is null)
            segments.Add(segment);
    }

    // The pieces of one write are one, and so are neighbours in the template's text.
    private Segment? Joined(Segment last, Segment next)
    {
        if (last.Secret != next.Secret || last.Form != next.Form || last.Verbatim != next.Verbatim || last.Source != next.Source || last.Text.Length == 0)
            return null;
        if (last.Verbatim)
            return last.SourceStart + last.SourceLength == next.SourceStart ? last with { Text = last.Text + next.Text, SourceLength = last.SourceLength + next.SourceLength } : null;
        return continues && last.ExpressionStart == next.ExpressionStart ? last with { Text = last.Text + next.Text } : null;
    }
}
