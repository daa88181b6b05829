using PlanRunner.Source;

namespace PlanRunner.Runner.Plans;

public sealed record DeclaredConnection(string Name, string? Description, Place Place);
