using PlanRunner.Sql.Lexing;

namespace PlanRunner.Quoting;

/// <summary>
/// Where a number may be in SQL without being quoted: in a string, a name or a comment, as it cannot end one; else where it is a
/// token of its own, or where digits continue a name.
/// </summary>
internal sealed class NumberAdmission(string text, List<SqlToken> tokens)
{
    private const string Operators = "+-*/<>=~!@#%^&|`?";

    // Of the body looked at last, as many numbers may be in one.
    private (int Token, List<SqlToken> Tokens, NumberAdmission Admission)? inner;

    public TextRefusal? Refusal(WrittenPiece piece, int first, int last)
    {
        var token = tokens[first];
        var isWithin = token.Start < piece.Start;
        if (IsInTag(piece.Start) && !(isWithin && token.Kind is SqlTokenKind.String or SqlTokenKind.QuotedName or SqlTokenKind.Comment))
            return SqlRemedies.GluedNumber;
        // A minus in front and the number's own begin a comment, which is none without the number.
        var isComment = token.Kind == SqlTokenKind.Comment && piece.Start - token.Start > 1;
        if (isWithin && (isComment || token.Kind is SqlTokenKind.String or SqlTokenKind.QuotedName or SqlTokenKind.Unterminated))
            return null;
        var number = text.AsSpan(piece.Start, piece.End - piece.Start);
        var digits = number.IndexOfAnyExceptInRange('0', '9') < 0;
        if (token.Kind == SqlTokenKind.DollarString && isWithin)
            return digits ? null : InBody(piece, token);
        if (digits ? !isWithin && IsLetter(piece.End) : Runs(piece.Start - 1, -1) || Runs(piece.End, +1))
            return SqlRemedies.GluedNumber;
        if (number is not ("true" or "false") && char.IsAsciiLetter(number.TrimStart('-')[0]))
            return SqlRemedies.NotFinite;
        if (number[0] == '-' && piece.Start > 0 && Operators.Contains(text[piece.Start - 1], StringComparison.Ordinal))
            return SqlRemedies.DoubleMinus;
        return Minus(text, tokens, piece, first, last);
    }

    /// <summary>The refusal of a negative number whose minus would belong to something else.</summary>
    public static TextRefusal? Minus(string text, List<SqlToken> tokens, WrittenPiece piece, int first, int last) =>
        BindsLooser(text, tokens, piece, last) ? SqlRemedies.LooseMinus
        : text[tokens[first].Start] == '-' && EndsOperand(text, tokens, first - 1) ? SqlRemedies.Subtraction
        : null;

    // Whether what is behind it takes hold of its digits first, so that the minus comes last.
    private static bool BindsLooser(string text, List<SqlToken> tokens, WrittenPiece piece, int last)
    {
        if (tokens[last].Kind != SqlTokenKind.Number || tokens[last].Start == piece.Start || text[tokens[last].Start - 1] != '-')
            return false;
        var after = last + 1;
        while (after < tokens.Count && tokens[after].Kind == SqlTokenKind.Comment)
            after++;
        return after < tokens.Count
            && text[tokens[after].Start] is '[' or '.' or ':'
            && text.AsSpan(tokens[after].Start, tokens[after].Length) is "[" or "." or "::";
    }

    // A word may be a keyword that a number follows; these are not.
    private static bool EndsOperand(string text, List<SqlToken> tokens, int index)
    {
        while (index >= 0 && tokens[index].Kind == SqlTokenKind.Comment)
            index--;
        return index >= 0
            && tokens[index] is var token
            && (
                text[token.Start] is ')' or ']'
                || token.Kind
                    is SqlTokenKind.Number
                        or SqlTokenKind.String
                        or SqlTokenKind.DollarString
                        or SqlTokenKind.QuotedName
                        or SqlTokenKind.Parameter
            );
    }

    // $a and a number: with other digits it would be another tag, and the text would end elsewhere.
    private bool IsInTag(int at)
    {
        var start = at;
        while (start > 0 && SqlLexer.IsNamePart(text[start - 1]) && text[start - 1] != '$')
            start--;
        return start > 0 && start < at && text[start - 1] == '$' && SqlLexer.IsNameStart(text[start]);
    }

    // The body of a dollar quote is SQL more often than not, and a comment can begin in it.
    private TextRefusal? InBody(WrittenPiece piece, SqlToken token)
    {
        var tag = text.IndexOf('$', token.Start + 1) + 1 - token.Start;
        if (piece.Start < token.Start + tag || piece.End > token.End - tag)
            return SqlRemedies.GluedNumber;
        if (inner?.Token != token.Start)
        {
            var read = SqlLexer.ReadAll(text, token.Start + tag, token.Length - (2 * tag));
            inner = (token.Start, read, new NumberAdmission(text, read));
        }

        var (_, body, admission) = inner.Value;
        var first = FirstEndingBehind(body, piece.Start);
        if (first == body.Count)
            return null;
        var last = first;
        while (last + 1 < body.Count && body[last + 1].Start < piece.End)
            last++;
        return admission.Refusal(piece, first, last);
    }

    private static int FirstEndingBehind(List<SqlToken> tokens, int at)
    {
        var (low, high) = (0, tokens.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].End > at)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private bool IsLetter(int at) => at < text.Length && SqlLexer.IsNameStart(text[at]);

    // Two points are a range in PL/pgSQL, and no part of a number.
    private bool Runs(int at, int step) =>
        at >= 0
        && at < text.Length
        && (SqlLexer.IsNamePart(text[at]) || (text[at] == '.' && !(at + step >= 0 && at + step < text.Length && text[at + step] == '.')));
}
