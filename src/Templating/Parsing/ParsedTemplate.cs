using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Parsing;

/// <summary>What a parser made of a text.</summary>
internal sealed record ParsedTemplate(
    IReadOnlyList<Statement> Statements, IReadOnlySet<string> Names, IReadOnlyList<TemplateError> Errors);
