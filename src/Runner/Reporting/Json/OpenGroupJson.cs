using PlanRunner.Runner.Changes;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A guarded group that was begun and not ended.</summary>
internal sealed record OpenGroupJson(string Group, DateTimeOffset Since, bool PastReturn)
{
    public static OpenGroupJson Of(StepChange change) => new(change.Path.Value, change.Open!.Since, change.Open.PastReturn);
}
