namespace PlanRunner.Templating;

/// <summary>A parsed template, or the errors that kept it from being one.</summary>
internal sealed record TemplateParse(Template? Template, IReadOnlyList<TemplateError> Errors);
