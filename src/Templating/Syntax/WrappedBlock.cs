namespace PlanRunner.Templating.Syntax;

/// <summary>The body of a <c>wrap</c>, and the one around it.</summary>
internal sealed record WrappedBlock(IReadOnlyList<Statement> Body, WrappedBlock? Outer);
