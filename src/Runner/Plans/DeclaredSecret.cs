using PlanRunner.Source;

namespace PlanRunner.Runner.Plans;

internal sealed record DeclaredSecret(string Name, string? Description, Place Place);
