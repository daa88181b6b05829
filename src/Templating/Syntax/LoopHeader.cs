namespace PlanRunner.Templating.Syntax;

/// <summary>What a loop goes over, and how much of it.</summary>
internal sealed record LoopHeader(
    PathExpression Variable, Expression Items, Expression? Offset, Expression? Limit, bool IsReversed, Expression? Columns);
