using PlanRunner.Source;
using PlanRunner.Sql.Findings;

namespace PlanRunner.Runner.Plans;

public sealed record DeclaredSecret(string Name, string? Description, Place Place);
