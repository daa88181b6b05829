using PlanRunner.Source;

namespace PlanRunner.Runner.Plans;

internal sealed record DeclaredConnection(string Name, string? Description, Place Place);
