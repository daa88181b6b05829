namespace PlanRunner.Templating.Syntax;

/// <summary>An argument of a call, perhaps named; an expanded one, <c>^list</c>, stands for each of its items.</summary>
internal sealed record Argument(Expression Value, string? Name = null, bool IsExpanded = false);
