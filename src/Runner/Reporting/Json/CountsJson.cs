using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>How many steps there are of each sort.</summary>
internal sealed record CountsJson(int ToRun, int FoundDone, int Changed, int Unchanged, int Skipped, int InDoubt, int? Renamed)
{
    public static CountsJson Of(ReviewCounts counts) =>
        new(
            counts.ToRun,
            counts.FoundDone,
            counts.Changed,
            counts.Unchanged,
            counts.Skipped,
            counts.InDoubt,
            counts.Renamed > 0 ? counts.Renamed : null
        );
}
