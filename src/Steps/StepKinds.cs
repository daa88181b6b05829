using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Kinds;
using PlanRunner.Steps.Kinds.Shell;

namespace PlanRunner.Steps;

/// <summary>Kinds by their keys: where the others find them. Who reads a plan is handed one of these, and the plan keeps it.</summary>
internal sealed class StepKinds
{
    private readonly Dictionary<string, StepKind> byKey;

    private StepKinds(IEnumerable<StepKind> kinds) => byKey = kinds.ToDictionary(kind => kind.Key, StringComparer.Ordinal);

    /// <summary>Those of the tool. Listed, not looked for: looking costs every start more than it saves. A test knows when one is missing.</summary>
    public static StepKinds BuiltIn { get; } =
        new([
            new AssertKind(),
            new CompareKind(),
            new GenerateKind(),
            new ManualKind(),
            new QueryKind(),
            new ShellKind(),
            new SqlKind(),
            new WaitKind(),
        ]);

    public IEnumerable<StepKind> All => byKey.Values;

    /// <summary>In alphabetical order.</summary>
    public IEnumerable<string> Keys => byKey.Keys.Order(StringComparer.Ordinal);

    /// <summary>Null where there is none of that key, as of one that only an older journal knows.</summary>
    public StepKind? Find(string? key) => key is null ? null : byKey.GetValueOrDefault(key);

    /// <summary>These and more.</summary>
    public StepKinds With(params StepKind[] more) => new(byKey.Values.Concat(more));
}
