using System.Collections.Frozen;

namespace PlanRunner.Steps;

/// <summary>The kinds there are: every class in this assembly that derives from <see cref="StepKind"/>.</summary>
public static class StepKinds
{
    public static FrozenDictionary<string, StepKind> All { get; } = typeof(StepKinds).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsClass: true } && type.IsSubclassOf(typeof(StepKind)))
        .Select(type => (StepKind)Activator.CreateInstance(type)!)
        .ToFrozenDictionary(kind => kind.Key, StringComparer.Ordinal);
}
