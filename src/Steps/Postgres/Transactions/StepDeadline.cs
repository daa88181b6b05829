using System.Globalization;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Postgres.Transactions;

/// <summary>Distinguishes a step's own deadline from a cancel by a person: both come as a cancelled token.</summary>
internal sealed class StepDeadline(StepContext context)
{
    // The token's timer and ours start a moment apart.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private readonly long started = context.Time.GetTimestamp();

    public TimeSpan Elapsed => context.Time.GetElapsedTime(started);

    /// <summary>Null where a person cancelled, so that the cancel is passed on.</summary>
    public Diagnostic? Passed(string doing, Place place, string? detail = null) =>
        context.Timeout is { } timeout && Elapsed + Tolerance >= timeout
            ? Diagnostic.Error(
                "PR6107",
                string.Create(CultureInfo.InvariantCulture, $"the timeout of {Durations.Format(timeout)} passed while {doing}"),
                place,
                "raise the step's timeout, or find out what it waited for"
            ) with
            {
                Detail = detail,
            }
            : null;
}
