namespace PlanRunner.Steps.Postgres;

/// <summary>One statement of a rendered text.</summary>
public sealed record SqlStatement(RenderedText Source, int Start, int Length, StatementClass Class)
{
    /// <summary>The rows that stand below it: of a COPY … FROM stdin.</summary>
    public CopyRows? Rows { get; init; }

    public string Text => Source.Text.Substring(Start, Length);

    public bool HoldsSecret => Source.HoldsSecret && Source.IsSecretWithin(Start, Length);

    public string Redacted => Source.RedactedSlice(Start, Length);
}
