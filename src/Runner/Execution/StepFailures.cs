using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Markers;

namespace PlanRunner.Runner.Execution;

/// <summary>
/// What a step may run into, as its result: whatever that is, the guarded group around it is undone and the run has an end. Only
/// without a journal, or where another run is in charge, nothing may be done any more.
/// </summary>
internal static class StepFailures
{
    public static async Task<StepResult> CaughtAsync(RenderedStep step, Func<Task<StepResult>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new StepResult(step.Path, StepEnd.Cancelled, TimeSpan.Zero, "cancelled");
        }
        catch (Exception exception) when (exception is not (StateWriteException or StateTakenException or OvertakenException))
        {
            return exception switch
            {
                PostgresFailureException failure => StepResult.Failed(step, failure.Diagnostic),
                IOException or UnauthorizedAccessException => StepResult.Failed(step, Unusable(step, exception)),
                _ => StepResult.Failed(step, Bug(step, exception)) with { IsBug = true },
            };
        }
    }

    public static Diagnostic Unusable(RenderedStep step, Exception exception) =>
        Diagnostic.Error(
            "PR6025",
            $"step \"{step.Path}\": a file that it needs could not be read or written: {exception.Message}",
            step.Place,
            "fix the reported error, then apply again"
        );

    private static Diagnostic Bug(RenderedStep step, Exception exception) =>
        Diagnostic.Error("PR9001", $"a bug in planrunner: {exception.GetType().FullName}", step.Place, "report it with these lines") with
        {
            Detail = exception.StackTrace,
        };
}
