namespace PlanRunner.Quoting;

/// <summary>How a server takes a text that it runs.</summary>
/// <param name="Form">What may be quoted as a whole there, as it holds only what is quoted for who runs it; null where nothing may.</param>
/// <param name="Refusal">Of everything else.</param>
internal sealed record RunText(string? Form, TextRefusal Refusal)
{
    public static RunText Code { get; } = new(SqlQuotes.Code, SqlRemedies.ValueAsCode);

    public static RunText DynamicCode { get; } = new(SqlQuotes.Code, SqlRemedies.ValueAsDynamicCode);

    public static RunText Script { get; } = new(SqlQuotes.Script, SqlRemedies.ValueAsScript);

    public static RunText ForeignCode { get; } = new(null, SqlRemedies.ValueAsForeignCode);

    public static RunText Library { get; } = new(null, SqlRemedies.ValueAsLibrary);
}
