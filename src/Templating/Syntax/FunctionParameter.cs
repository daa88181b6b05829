namespace PlanRunner.Templating.Syntax;

/// <summary>A parameter, with the value that it has when none is given; a variadic one takes all that is left.</summary>
internal sealed record FunctionParameter(string Name, Expression? Default = null, bool IsVariadic = false);
