using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Kinds;

namespace PlanRunner.Steps;

/// <summary>The kinds there are. Listed, not looked for: looking costs every start more than it saves. A test knows when one is missing.</summary>
internal static class StepKinds
{
    public static IReadOnlyDictionary<string, StepKind> All { get; } =
        new StepKind[]
        {
            new AssertKind(),
            new CompareKind(),
            new GenerateKind(),
            new ManualKind(),
            new QueryKind(),
            new ShellKind(),
            new SqlKind(),
            new WaitKind(),
        }.ToDictionary(kind => kind.Key, StringComparer.Ordinal);
}
