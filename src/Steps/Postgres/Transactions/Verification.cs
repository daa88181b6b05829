using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Postgres.Transactions;

/// <summary>What an answer to <c>verify</c> means.</summary>
internal static class Verification
{
    /// <summary>Null for a yes.</summary>
    public static Diagnostic? Refusal(ProbeAnswer answer, RenderedProbe verify, bool rolledBack) =>
        answer switch
        {
            ProbeAnswer.Yes => null,
            ProbeAnswer.No => Diagnostic.Error(
                "PR6112",
                rolledBack ? "verify returned false, so the step was rolled back" : "the step ran, and verify returned false",
                verify.Statement.Place,
                rolledBack ? null : "the next apply runs verify again, not the step"
            ),
            ProbeAnswer.Missing missing => missing.Diagnostic,
            ProbeAnswer.Failed failed => failed.Diagnostic,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Asks on its own session after the effect is committed; a done step becomes unverified unless the answer is yes.</summary>
    public static async Task<StepOutcome> AfterwardsAsync(StepContext context, StepOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome is not StepOutcome.Done done || context.Verify is not { } verify)
            return outcome;
        try
        {
            var answer = await ProbeAsker.AskAsync(context, verify, context.VerifyParameters, cancellationToken);
            return Refusal(answer, verify, rolledBack: false) is { } refusal ? new StepOutcome.Unverified(done.Captured, refusal) : done;
        }
        catch (OperationCanceledException)
        {
            return new StepOutcome.Unverified(
                done.Captured,
                Diagnostic.Error("PR6115", "the step ran; verify was cancelled", verify.Statement.Place, "the next apply runs verify again")
            );
        }
    }
}
