using System.Text;
using PlanRunner.Source;

namespace PlanRunner.Quoting;

/// <summary>
/// Decides what expressions may write into SQL or shell text, and where in it. What comes out of a template has the same shape
/// whatever its values are: see docs/quoting.md.
/// </summary>
internal static class TextAdmission
{
    private const int WordLength = 8;

    /// <summary>Reports every piece that is not allowed where it is, at its expression; true where there is none.</summary>
    /// <param name="text">The text with everything that was written into it.</param>
    /// <param name="context">Where the text goes.</param>
    /// <param name="whole">False where something is missing in it, so that only what holds anywhere can be reported.</param>
    /// <param name="diagnostics">Where to tell it.</param>
    public static bool Check(RenderedText text, TextContext context, bool whole, Diagnostics diagnostics)
    {
        if (context == TextContext.Plain)
            return true;
        var admitted = CanBeSent(text, diagnostics);
        var pieces = WrittenPiece.Of(text.Segments);
        if (pieces.Count == 0)
            return admitted;
        foreach (var (piece, refusal) in Refusals(text.Text, pieces, context, whole))
        {
            diagnostics.Error(refusal.Id, refusal.Message, text.ExpressionOf(piece.Segment), refusal.Help);
            admitted = false;
        }

        return admitted;
    }

    /// <summary>Reports what can be passed neither to a server nor to a process; true where there is nothing of it.</summary>
    public static bool CanBeSent(RenderedText text, Diagnostics diagnostics)
    {
        if (Unsendable.In(text.Text) is not var (offset, what, why))
            return true;
        diagnostics.Error("PR4304", $"{what} cannot be sent", text.ExpressionAt(offset), $"remove it: {why}");
        return false;
    }

    internal static IEnumerable<(WrittenPiece Piece, TextRefusal Refusal)> Refusals(
        string text,
        List<WrittenPiece> pieces,
        TextContext context,
        bool whole,
        bool nested = false
    )
    {
        Func<WrittenPiece, TextRefusal?> foreign = context == TextContext.Sql ? SqlAdmission.Foreign : ShellAdmission.Foreign;
        (text, pieces) = WithoutStrangers(text, pieces, foreign);
        var strangers = pieces.Where(piece => foreign(piece) is not null).ToList();
        var placed = whole && context == TextContext.Sql && strangers.Count > 0 ? SqlAdmission.ForeignIn(text, pieces) : foreign;
        var refusals = strangers.Select(piece => (piece, placed(piece)!)).ToList();
        if (!whole)
            return refusals;
        return refusals.Concat(context == TextContext.Sql ? SqlAdmission.Check(text, pieces, nested) : ShellAdmission.Check(text, pieces));
    }

    // What is refused anyway must not decide how the rest is read: a word takes its place. That of a secret always has the same length,
    // as otherwise an empty one could be distinguished from others.
    private static (string Text, List<WrittenPiece> Pieces) WithoutStrangers(
        string text,
        List<WrittenPiece> pieces,
        Func<WrittenPiece, TextRefusal?> foreign
    )
    {
        if (pieces.TrueForAll(piece => foreign(piece) is null))
            return (text, pieces);
        var read = new StringBuilder();
        var moved = new List<WrittenPiece>();
        var at = 0;
        foreach (var piece in pieces)
        {
            read.Append(text, at, piece.Start - at);
            at = piece.End;
            var start = read.Length;
            if (foreign(piece) is null)
                read.Append(text, piece.Start, piece.End - piece.Start);
            else
                read.Append('x', piece.IsSecret ? WordLength : piece.End - piece.Start);
            moved.Add(piece with { Start = start, End = read.Length });
        }

        return (read.Append(text, at, text.Length - at).ToString(), moved);
    }
}
