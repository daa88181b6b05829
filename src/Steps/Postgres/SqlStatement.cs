namespace PlanRunner.Steps.Postgres;

/// <summary>One statement of a rendered text.</summary>
public sealed record SqlStatement(RenderedText Source, int Start, int Length, StatementClass Class)
{
    public string Text => Source.Text.Substring(Start, Length);

    public string Redacted => Source.RedactedSlice(Start, Length);
}
