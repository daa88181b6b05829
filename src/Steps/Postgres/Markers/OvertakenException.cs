using PlanRunner.Source;

namespace PlanRunner.Steps.Postgres.Markers;

/// <summary>
/// Another run took over. Not a failure of a step: whatever this run would do about one, such as
/// undoing a guarded group, is the other run's to decide now.
/// </summary>
internal sealed class OvertakenException(Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    public Diagnostic Diagnostic { get; } = diagnostic;
}
