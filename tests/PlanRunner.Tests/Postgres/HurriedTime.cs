namespace PlanRunner.Tests.Postgres;

/// <summary>A clock on which a second passes in a fraction of one, for patience that nobody wants to wait out.</summary>
internal sealed class HurriedTime(int factor) : TimeProvider
{
    public override long GetTimestamp() => base.GetTimestamp() * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(
            callback,
            state,
            dueTime > TimeSpan.Zero ? dueTime / factor : dueTime,
            period > TimeSpan.Zero ? period / factor : period
        );
}
