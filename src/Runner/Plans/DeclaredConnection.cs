using PlanRunner.Source;
using PlanRunner.Sql.Findings;

namespace PlanRunner.Runner.Plans;

public sealed record DeclaredConnection(string Name, string? Description, Place Place);
