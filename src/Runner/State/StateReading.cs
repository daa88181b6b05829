using PlanRunner.Source;

namespace PlanRunner.Runner.State;

/// <summary>A journal as it was read.</summary>
/// <param name="Hash">The hash of its last good line, which the next line continues.</param>
/// <param name="Length">The bytes of its good lines.</param>
/// <param name="Torn">A last line without its ending was left out.</param>
internal sealed record StateReading(StateSnapshot Snapshot, string Hash, long Length, bool Torn, Diagnostics Diagnostics)
{
    /// <summary>What the plan renames: the snapshot already has it, the journal gets it with the next write.</summary>
    public StepsMoved? Renamed { get; init; }
}
