using PlanRunner.Source;
using PlanRunner.Sql.Lexing;
using PlanRunner.Sql.Rules;

namespace PlanRunner.Sql;

/// <summary>One statement of a rendered text.</summary>
/// <param name="Source">The text that it is in.</param>
/// <param name="Start">Where it begins there.</param>
/// <param name="Words">Its tokens, whose places count from its own beginning; it is read once, by who splits the text.</param>
/// <param name="Class">What kind of statement it is.</param>
internal sealed record SqlStatement(RenderedText Source, int Start, StatementTokens Words, StatementClass Class)
{
    public string Text => Words.Text;

    public int Length => Text.Length;

    /// <summary>Its tokens as people may see them: no name of them carries a secret into a message.</summary>
    public StatementTokens RedactedWords => field ??= HoldsSecret ? StatementTokens.Of(Redacted) : Words;

    /// <summary>The rows that are below it: of a COPY … FROM stdin.</summary>
    public CopyRows? Rows { get; init; }

    public bool HoldsSecret => Source.HoldsSecret && Source.IsSecretWithin(Start, Length);

    public string Redacted => Source.RedactedSlice(Start, Length);

    /// <summary>Where its first word is.</summary>
    public Place Place
    {
        get
        {
            var length = 0;
            while (length < Length && SqlLexer.IsNamePart(Source.Text[Start + length]))
                length++;
            return Source.PlaceAt(Start, Math.Max(1, length));
        }
    }
}
