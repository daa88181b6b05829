namespace PlanRunner.Runner.State;

/// <summary>
/// Somebody else wrote to the journal, or replaced it, while this process had it open: the lock no longer protects it. Not an
/// <see cref="IOException"/>, because nothing at all may follow, not even undoing a guarded group.
/// </summary>
internal sealed class StateTakenException(string path)
    : Exception($"the state file {path} was written by another process during this run") { }
