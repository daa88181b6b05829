using PlanRunner.Source;

namespace PlanRunner.Runner.Plans;

public sealed record DeclaredSecret(string Name, string? Description, Place Place);
