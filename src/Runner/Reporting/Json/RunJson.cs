using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>The last run.</summary>
internal sealed record RunJson(string Run, DateTimeOffset At, string By)
{
    public static RunJson? Of(ReviewRun? last) => last is { } run ? new RunJson(run.Run, run.At, $"{run.By}@{run.Host}") : null;
}
