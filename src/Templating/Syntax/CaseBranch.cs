namespace PlanRunner.Templating.Syntax;

/// <summary>What to do for some values; for null, in every other case.</summary>
internal sealed record CaseBranch(IReadOnlyList<Expression>? Values, IReadOnlyList<Statement> Body);
