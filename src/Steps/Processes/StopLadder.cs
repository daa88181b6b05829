namespace PlanRunner.Steps.Processes;

/// <summary>How a child is stopped: asked (SIGINT), told (SIGTERM), then killed with all that it started.</summary>
internal sealed record StopLadder
{
    public TimeSpan AfterInterrupt { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan AfterTerminate { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long output is still read once the child is gone: something that it left behind may hold the pipe open.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(2);

    public static StopLadder Default { get; } = new();
}
