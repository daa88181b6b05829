using PlanRunner.Source;

namespace PlanRunner.Steps.Postgres;

/// <summary>The locks of a run, or why it has none.</summary>
internal sealed record RunLockResult(RunLock? Lock, Diagnostic? Refused);
