namespace PlanRunner.Runner.Gates;

/// <summary>The commands that run a change set, or show it.</summary>
internal enum GatedCommand
{
    Apply,
    DryRun,
    Undo,
    UndoDryRun,
    Compare,
}
