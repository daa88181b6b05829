using PlanRunner.Templating;

namespace PlanRunner.Quoting;

/// <summary>What is allowed where in a script for a POSIX shell: the output of <c>sh.quote</c> only where the shell reads words.</summary>
internal static class ShellAdmission
{
    /// <summary>The refusal of what is allowed nowhere in a script.</summary>
    public static TextRefusal? Foreign(WrittenPiece piece) =>
        piece.Form switch
        {
            _ when piece.IsNull => new("PR4308", "the value is null, so nothing would be written here", "add ?? and a default"),
            "raw" => ShellRemedies.SecretRaw,
            TextForm.Number or "sh.quote" => null,
            { } form => new(
                "PR4307",
                $"text made by {SqlRemedies.Function(form)} is not quoted for the shell",
                "quote the whole of it for the shell too: {{ capture q }}SELECT {{ value | sql.literal }}{{ end }}{{ q | sh.quote }}"
            ),
            null => new(
                "PR4307",
                "a value must be quoted before it enters a shell script",
                "add | sh.quote, or | raw if it is script on purpose"
            ),
        };

    /// <param name="text">The whole text.</param>
    /// <param name="pieces">What expressions wrote into it, in order.</param>
    public static IEnumerable<(WrittenPiece Piece, TextRefusal Refusal)> Check(string text, IReadOnlyList<WrittenPiece> pieces)
    {
        var contexts = ShellLexer.Read(text);
        var evaluated = EvaluatedValues.In(text, [.. pieces.Where(piece => piece.IsQuoted && Foreign(piece) is null)]);
        foreach (var piece in pieces)
        {
            if (Foreign(piece) is not null)
                continue;
            var refusal = piece.IsQuoted
                ? Quoted(text, contexts, piece) ?? evaluated.GetValueOrDefault(piece.Start)
                : Number(text, contexts, piece);
            if (refusal is not null)
                yield return (piece, refusal);
        }
    }

    // The quotes of a piece, and no others, are those around it.
    private static TextRefusal? Quoted(string text, ShellContext[] contexts, WrittenPiece piece)
    {
        if (contexts[piece.Start] != ShellContext.Words)
            return ShellRemedies.Inside(contexts[piece.Start]);
        return text[piece.Start] == '\'' && text[piece.End - 1] == '\'' && contexts[piece.End - 1] == ShellContext.SingleQuotes
            ? null
            : ShellRemedies.Inside(ShellContext.SingleQuotes);
    }

    private static TextRefusal? Number(string text, ShellContext[] contexts, WrittenPiece piece)
    {
        var context = contexts[piece.Start];
        if (context is ShellContext.SingleQuotes or ShellContext.Comment)
            return null;
        var number = text.AsSpan(piece.Start, piece.End - piece.Start);
        var digits = number.IndexOfAnyExceptInRange('0', '9') < 0;
        var before = piece.Start > 0 ? text[piece.Start - 1] : '\n';
        if (ExtendsExpansion(text, piece.Start))
            return ShellRemedies.NumberInExpansion;
        return context switch
        {
            ShellContext.HereDocument when EndsDocument(text, piece) => ShellRemedies.DelimiterNumber,
            ShellContext.Delimiter => ShellRemedies.DelimiterNumber,
            ShellContext.Words or ShellContext.Backquotes or ShellContext.Unclear when Redirects(text, piece) => ShellRemedies.Redirection,
            ShellContext.Arithmetic when !IsOperand(text, piece, number, digits, before) => ShellRemedies.Operand,
            ShellContext.Parameter when !digits && (IsNamePart(before) || before is '{' or ':' or '#' or '!') =>
                ShellRemedies.NumberInExpansion,
            _ => null,
        };
    }

    private static bool IsOperand(string text, WrittenPiece piece, ReadOnlySpan<char> number, bool digits, char before) =>
        !(piece.End < text.Length && IsNamePart(text[piece.End]) && !char.IsAsciiDigit(text[piece.End]))
        && (
            digits
            || (number[0] == '-' && number[1..].IndexOfAnyExceptInRange('0', '9') < 0 && !(IsNamePart(before) || before is '-' or '+'))
        );

    // $x and what comes behind it are one name; $1 and $- are names of their own.
    private static bool ExtendsExpansion(string text, int start)
    {
        var at = start - 1;
        while (at >= 0 && (IsNamePart(text[at]) || (at > 0 && text[at] == '\n' && text[at - 1] == '\\')))
            at -= text[at] == '\n' ? 2 : 1;
        var backslashes = 0;
        while (at - 1 - backslashes >= 0 && text[at - 1 - backslashes] == '\\')
            backslashes++;
        return at >= 0 && text[at] == '$' && backslashes % 2 == 0;
    }

    // A line of one word may be the one that ends the here-document.
    private static bool EndsDocument(string text, WrittenPiece piece)
    {
        var from = text.LastIndexOf('\n', piece.Start) + 1;
        var to = text.IndexOf('\n', piece.End);
        return text.AsSpan(from, (to < 0 ? text.Length : to) - from).Trim('\t').IndexOfAny(' ', '\t') < 0;
    }

    private static bool Redirects(string text, WrittenPiece piece)
    {
        var (before, after) = (piece.Start - 1, piece.End);
        while (before > 0 && text[before] == '\n' && text[before - 1] == '\\')
            before -= 2;
        while (after + 1 < text.Length && text[after] == '\\' && text[after + 1] == '\n')
            after += 2;
        if (before > 0 && text[before] == '&')
            before--;
        return (before >= 0 && text[before] is '<' or '>') || (after < text.Length && text[after] is '<' or '>');
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
