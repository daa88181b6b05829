namespace PlanRunner.Templating.Syntax;

internal sealed record IfBranch(Expression? Condition, IReadOnlyList<Statement> Body);
