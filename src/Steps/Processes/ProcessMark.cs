namespace PlanRunner.Steps.Processes;

/// <summary>A variable by which a child, and all that it starts, is known again: they inherit it wherever they go.</summary>
internal sealed record ProcessMark(string Variable, string Value);
