namespace PlanRunner.Templating;

/// <summary>The value that a template gave; null together with errors when it gave none.</summary>
internal sealed record TemplateEvaluation(object? Value, IReadOnlyList<TemplateError> Errors);
