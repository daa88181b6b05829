namespace PlanRunner.Templating.Syntax;

/// <summary>A function of the template: its parameters, null where it takes whatever it is given, and what it does.</summary>
internal sealed record FunctionDefinition(
    string Name, IReadOnlyList<FunctionParameter>? Parameters, IReadOnlyList<Statement> Body, Expression? Result = null);
