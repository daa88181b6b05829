namespace PlanRunner.Runner.Reporting.Documents;

internal sealed record Paragraph(Inline Text) : Block;
