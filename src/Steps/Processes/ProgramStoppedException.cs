namespace PlanRunner.Steps.Processes;

/// <summary>A step's program was stopped from outside; what it did is not known, but what it said is.</summary>
/// <param name="errors">Of its errors, as much as people read; null where there are none.</param>
/// <param name="printed">The file with all that it printed; null where there is none.</param>
/// <param name="token">Who stopped it.</param>
internal sealed class ProgramStoppedException(string? errors, string? printed, CancellationToken token) : OperationCanceledException(token)
{
    public string? Errors { get; } = errors;

    public string? Printed { get; } = printed;
}
