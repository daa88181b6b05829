namespace PlanRunner.Runner.Execution;

/// <summary>When a guarded group must be over; none outside one.</summary>
internal readonly record struct Deadline(DateTimeOffset? At, TimeProvider Time)
{
    /// <summary>The time left for something whose own limit is <paramref name="own"/>; null where nothing limits it.</summary>
    public TimeSpan? Left(TimeSpan? own)
    {
        if (At is not { } at)
            return own;
        var left = at - Time.GetUtcNow();
        if (left < TimeSpan.Zero)
            left = TimeSpan.Zero;
        return own is { } limit && limit < left ? limit : left;
    }

    /// <summary>Cancelled when that time is over, and when <paramref name="cancellationToken"/> is.</summary>
    public TimeLimit Limit(TimeSpan? own, CancellationToken cancellationToken) => new(Left(own), Time, cancellationToken);

    public bool IsOver => At is { } at && at <= Time.GetUtcNow();
}
