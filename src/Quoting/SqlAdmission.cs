using PlanRunner.Sql.Lexing;
using PlanRunner.Templating;

namespace PlanRunner.Quoting;

/// <summary>
/// What is allowed where in SQL. The output of a quoting function must be whole tokens by itself: it begins and ends where tokens do, and
/// touches nothing that could run together with it.
/// </summary>
internal sealed class SqlAdmission
{
    private readonly string text;
    private readonly List<SqlToken> tokens;
    private readonly NumberAdmission numbers;
    private readonly RunStrings runs;
    private int next;
    private (int Token, string? What)? surroundings;

    private SqlAdmission(string text, bool nested)
    {
        this.text = text;
        tokens = SqlLexer.ReadAll(text, 0, text.Length);
        numbers = new NumberAdmission(text, tokens);
        runs = new RunStrings(text, tokens, nested);
    }

    /// <summary>The refusal of what is allowed nowhere in SQL.</summary>
    public static TextRefusal? Foreign(WrittenPiece piece) =>
        piece.Form switch
        {
            _ when piece.IsNull => SqlRemedies.Null,
            "raw" => SqlRemedies.SecretRaw,
            TextForm.Number => null,
            { } form when form.StartsWith("sql.", StringComparison.Ordinal) => null,
            { } form => new("PR4307", $"text made by {form} is not quoted for SQL", "use sql.literal for a value or sql.ident for a name"),
            null => new(
                "PR4307",
                "a value must be quoted before it enters SQL",
                "add | sql.literal for a value, | sql.ident for a name, | sql.list for a list, or | raw if it is SQL on purpose"
            ),
        };

    /// <summary>The same, for pieces in order, with a remedy for its position: inside a string the whole string has to be built.</summary>
    public static Func<WrittenPiece, TextRefusal?> ForeignIn(string text, IReadOnlyList<WrittenPiece> pieces)
    {
        var read = text.ToCharArray();
        foreach (var piece in pieces)
            Array.Fill(read, 'x', piece.Start, piece.End - piece.Start);
        var admission = new SqlAdmission(new string(read), nested: false);
        return piece =>
        {
            var refusal = Foreign(piece);
            if (
                refusal is null
                || admission.Around(piece) is not { } around
                || admission.Surroundings(around, piece.Start) is not { } inside
            )
                return refusal;
            return refusal with
            {
                Help = SqlRemedies.Whole(inside, text[around.Start..piece.Start], text[piece.End..Math.Max(piece.End, around.End)]),
            };
        };
    }

    // The token that begins before a piece and goes on behind its beginning.
    private SqlToken? Around(WrittenPiece piece)
    {
        while (next < tokens.Count && tokens[next].End <= piece.Start)
            next++;
        return next < tokens.Count && tokens[next].Start < piece.Start ? tokens[next] : null;
    }

    /// <param name="text">The whole text.</param>
    /// <param name="pieces">What expressions wrote into it, in order.</param>
    /// <param name="nested">It is quoted as a whole, and may be PL/pgSQL.</param>
    public static IEnumerable<(WrittenPiece Piece, TextRefusal Refusal)> Check(string text, IReadOnlyList<WrittenPiece> pieces, bool nested)
    {
        var admission = new SqlAdmission(text, nested);
        foreach (var piece in pieces)
        {
            if (Foreign(piece) is null && admission.Refusal(piece) is { } refusal)
                yield return (piece, refusal);
        }
    }

    private TextRefusal? Refusal(WrittenPiece piece)
    {
        while (next < tokens.Count && tokens[next].End <= piece.Start)
            next++;
        var last = next;
        while (last + 1 < tokens.Count && tokens[last + 1].Start < piece.End)
            last++;
        // A quoted text always has a token; a number too.
        return next == tokens.Count ? null
            : tokens[next].Kind is SqlTokenKind.CopyRows or SqlTokenKind.EndlessRows ? SqlRemedies.InRows
            : piece.IsQuoted ? Quoted(piece, tokens[next], tokens[last], last)
            : numbers.Refusal(piece, next, last);
    }

    private TextRefusal? Quoted(WrittenPiece piece, SqlToken first, SqlToken ending, int last)
    {
        if (first.Start < piece.Start && Surroundings(first, piece.Start) is { } inside)
            return SqlRemedies.Inside(piece.Form!, inside);
        if (first.Start < piece.Start || ending.End > piece.End || ending.Kind is SqlTokenKind.Unterminated)
            return SqlRemedies.Touching(piece.Form!);
        if (Touches(piece.Start - 1) || (Touches(piece.End) && text[piece.End] != '&'))
            return SqlRemedies.Touching(piece.Form!);
        // Two strings with a line break between them are one.
        if (piece.Form is not "sql.ident" && (IsString(Neighbour(next, -1)) || IsString(Neighbour(last, +1))))
            return SqlRemedies.SideBySide(piece.Form!);
        if (piece.Form is not ("sql.ident" or SqlQuotes.Words) && runs.Around(next, last) is { } run && piece.Form != run.Form)
            return run.Refusal;
        return NumberAdmission.Minus(text, tokens, piece, next, last);
    }

    /// <summary>What the token is in which a piece begins; null where it only ends up there because it touches the piece.</summary>
    private string? Surroundings(SqlToken token, int at)
    {
        // Thousands of pieces may be in one string: what holds for the first holds for the others.
        if (surroundings is { } known && known.Token == token.Start)
            return known.What;
        var before = SqlLexer.ReadAll(text, token.Start, at - token.Start);
        var what =
            token.Kind == SqlTokenKind.Comment ? "a comment"
            : before.Count == 0 || before[^1].Kind != SqlTokenKind.Unterminated ? null
            : SqlRemedies.Name(text.AsSpan(before[^1].Start));
        surroundings = (token.Start, what);
        return what;
    }

    // With & in front of it a quote may be that of U&'…', and what is quoted does not always begin with its quote.
    private bool Touches(int at) => at >= 0 && at < text.Length && (SqlLexer.IsNamePart(text[at]) || text[at] is '\'' or '"' or '&');

    private bool IsString(SqlToken? token) => token is { Kind: SqlTokenKind.String };

    private SqlToken? Neighbour(int index, int step)
    {
        index += step;
        while (index >= 0 && index < tokens.Count && tokens[index].Kind == SqlTokenKind.Comment)
            index += step;
        return index >= 0 && index < tokens.Count ? tokens[index] : null;
    }
}
