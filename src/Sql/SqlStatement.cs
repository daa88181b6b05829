using PlanRunner.Source;
using PlanRunner.Sql.Lexing;
using PlanRunner.Sql.Rules;

namespace PlanRunner.Sql;

/// <summary>One statement of a rendered text.</summary>
internal sealed record SqlStatement(RenderedText Source, int Start, int Length, StatementClass Class)
{
    /// <summary>The rows that are below it: of a COPY … FROM stdin.</summary>
    public CopyRows? Rows { get; init; }

    public string Text => Source.Text.Substring(Start, Length);

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
