namespace PlanRunner.Runner.Execution;

/// <summary>A token that is cancelled when a time is over or another token is.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource linked;

    /// <param name="length">Null for no limit.</param>
    public TimeLimit(TimeSpan? length, TimeProvider time, CancellationToken cancellationToken)
    {
        Length = length;
        timer = length is { } limit ? new CancellationTokenSource(limit, time) : new CancellationTokenSource();
        linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
    }

    public TimeSpan? Length { get; }

    public CancellationToken Token => linked.Token;

    public void Dispose()
    {
        linked.Dispose();
        timer.Dispose();
    }
}
