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
        var indent = ReferenceEquals(text, context.CurrentIndent);
        var written = count == text.Length ? text : text.Substring(offset, count);
        if (Stamp is { } stamp && (!indent || stamp.IsPlain))
        {
            Add(
                stamp.Verbatim && !indent
                    ? stamp with
                    {
                        Text = written,
                        SourceStart = stamp.SourceStart + offset,
                        SourceLength = count,
                    }
                    : stamp with
                    {
                        Text = written,
                        Verbatim = false,
                    }
            );
        }
        else if (!indent && context.CurrentNode is ScriptRawStatement raw)
        {
            var tree = context.TreeAt(raw.Span);
            Add(new Segment(tree.Written(written), null, offset, count, Verbatim: true, tree.Source, TextForm.Trusted));
        }
        else
        {
            // What no one vouches for, whatever way it came, is a value.
            Add(context.Here with { Text = written, Form = indent ? TextForm.Trusted : null });
        }

        continues = Stamp is not null;
    }

    public ValueTask WriteAsync(string text, int offset, int count, CancellationToken cancellationToken)
    {
        Write(text, offset, count);
        return ValueTask.CompletedTask;
    }

    public void Add(Segment next)
    {
        var last = segments.Count > 0 ? segments[^1] : default;
        var same =
            last.Text?.Length > 0
            && (last.Secret, last.Form, last.Verbatim, last.Source) == (next.Secret, next.Form, next.Verbatim, next.Source);
        // Neighbours in the template's text are one piece, and so is all that one expression wrote in one form.
        if (same && next.Verbatim && last.SourceStart + last.SourceLength == next.SourceStart)
            segments[^1] = last with { Text = last.Text + next.Text, SourceLength = last.SourceLength + next.SourceLength };
        else if (same && !next.Verbatim && continues && last.ExpressionStart == next.ExpressionStart)
            segments[^1] = last with { Text = last.Text + next.Text };
        // A value must be quoted also where it happens to be empty, and where there is none it must be seen that nothing was written.
        else if (next.Text.Length > 0 || next.Secret is not null || next.Form is null or TextForm.Number)
            segments.Add(next);
    }
}
