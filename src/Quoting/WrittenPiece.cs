using PlanRunner.Templating;

namespace PlanRunner.Quoting;

/// <summary>A stretch of rendered text that an expression wrote: all of what one quoting function made, or a run of one form.</summary>
internal readonly record struct WrittenPiece(int Start, int End, string? Form, int Segment, bool IsSecret)
{
    /// <summary>A null was written, which is nothing at all.</summary>
    public bool IsNull => Form == TextForm.Number && Start == End;

    public bool IsQuoted => Form is not (null or TextForm.Trusted or TextForm.Number or "raw");

    /// <summary>
    /// The pieces of a text that must be looked at, in order: neither the template's own words nor what was let in as <c>raw</c>, unless it
    /// is a secret.
    /// </summary>
    public static List<WrittenPiece> Of(IReadOnlyList<Segment> segments)
    {
        var pieces = new List<WrittenPiece>();
        var at = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            var (start, form) = (at, segments[i].Form);
            at += segments[i].Text.Length;
            var isSecret = segments[i].Secret is not null;
            if (form is TextForm.Trusted || (form is "raw" && !isSecret) || (form is not (null or TextForm.Number or "raw") && start == at))
                continue;
            var piece = new WrittenPiece(start, at, form, i, isSecret);
            if (i > 0 && pieces.Count > 0 && pieces[^1].End == start && IsContinued(segments[i - 1], segments[i], piece))
                pieces[^1] = pieces[^1] with { End = at };
            else
                pieces.Add(piece);
        }

        return pieces;
    }

    /// <summary>The same of a value that was put together from quoted texts and others.</summary>
    public static List<WrittenPiece> Of(TextValue value) =>
        Of([.. value.Runs.Select(run => new Segment(run.Text, run.Secret, 0, 0, Verbatim: false, Form: run.Form))]);

    // A quoted text with a secret in it comes in several segments: what is secret and what is not take turns.
    private static bool IsContinued(Segment before, Segment segment, WrittenPiece piece) =>
        piece.IsQuoted
        && before.Form == segment.Form
        && before.Secret != segment.Secret
        && before.ExpressionStart == segment.ExpressionStart
        && before.Source == segment.Source;
}
