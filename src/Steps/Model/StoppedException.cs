namespace PlanRunner.Steps.Model;

/// <summary>A step was stopped from outside, and it is known what it left.</summary>
/// <param name="left">What it started and did not finish, with what will be done about it; null where nothing is left.</param>
/// <param name="token">Who stopped it.</param>
internal sealed class StoppedException(string? left, CancellationToken token) : OperationCanceledException(token)
{
    public string? Left { get; } = left;
}
