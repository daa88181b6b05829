namespace PlanRunner.Templating;

/// <summary>Why a run of text may not stand where an expression would write it.</summary>
public sealed record TemplateRejection(string Message, string? Help);
