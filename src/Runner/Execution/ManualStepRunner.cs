using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Transactions;

namespace PlanRunner.Runner.Execution;

/// <summary>Waits for a person's work: a probe that can see it, an approval, an answer at the terminal.</summary>
internal sealed class ManualStepRunner(RunContext run)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private readonly AttemptRunner attempts = new(run);
    private readonly StepEndings endings = new(run);

    /// <param name="attended">True inside a guarded group, where waiting for the probe is the only way on.</param>
    public async Task<StepResult> RunAsync(RenderedStep step, bool attended, Deadline deadline, CancellationToken cancellationToken)
    {
        var context = run.ContextFor(step, step.Body, undo: false);
        if (step.DoneWhen is null || context.Approved)
            return await AnswerAsync(step, context, deadline, cancellationToken);
        if (!attended && !run.Answers.HasTerminal && context.ManualAnswer is null)
            return await attempts.RunAsync(step, deadline, cancellationToken);

        run.Store.Write(Attempt.Of(step).Started(run.Run), flush: true);
        if (context.ManualAnswer is not null && await step.Body!.RunAsync(context, cancellationToken) is StepOutcome.Failed failed)
            return StepResult.Failed(step, failed.Diagnostic);
        return await PollAsync(step, deadline, cancellationToken);
    }

    private async Task<StepResult> AnswerAsync(
        RenderedStep step,
        StepContext context,
        Deadline deadline,
        CancellationToken cancellationToken
    )
    {
        if (context.ManualAnswer is not null || context.Approved || !run.Answers.HasTerminal)
            return await attempts.RunAsync(step, deadline, cancellationToken);
        run.Tell(new RunEvent.Note(step.Body!.Redacted));
        var yes = await run.Answers.Ask!($"{step.Title}: is it done?", cancellationToken);
        if (!yes)
            return new StepResult(step.Path, StepEnd.Declined, TimeSpan.Zero, "not done yet")
            {
                Next = $"planrunner approve {run.CommandArguments.With(step.Path)}",
            };
        run.Store.Write(
            new StepApproved(step.Path.Value, run.Operator.User, run.Operator.Machine) { Text = step.Fingerprint },
            flush: true
        );
        return await attempts.RunAsync(step, deadline, cancellationToken);
    }

    private async Task<StepResult> PollAsync(RenderedStep step, Deadline deadline, CancellationToken cancellationToken)
    {
        run.Tell(new RunEvent.Note(step.Body!.Redacted));
        using var limit = deadline.Limit(step.Step.Timeout, cancellationToken);
        try
        {
            while (true)
            {
                var answer = await endings.AskAsync(step, step.DoneWhen!, limit.Token);
                if (answer is ProbeAnswer.Yes yes)
                    return endings.DoneAlready(step, yes, "its probe says that it is done");
                if (answer is not ProbeAnswer.No)
                    return StepResult.Failed(
                        step,
                        answer.ToDiagnostic($"done_when of step \"{step.Path}\" could not be evaluated", step.Place)
                    );
                await Task.Delay(Every, run.Time, limit.Token);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new StepResult(step.Path, StepEnd.Cancelled, TimeSpan.Zero, "cancelled");
        }
        catch (OperationCanceledException)
        {
            return StepResult.Failed(
                step,
                Diagnostic.Error(
                    "PR6006",
                    $"step \"{step.Path}\" was not done in time",
                    step.Place,
                    "its done_when is still false; the next apply checks it again"
                )
            );
        }
    }
}
