namespace PlanRunner.Tests.Gates;

/// <summary>A clock that stands; waiting still works.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
