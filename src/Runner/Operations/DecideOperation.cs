using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Decisions;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Operations;

/// <summary>Writes into the state what a person decides about one step.</summary>
/// <param name="input">The plan, and where the output goes.</param>
/// <param name="asked">What was typed beside it.</param>
/// <param name="decide">Which decision it is.</param>
internal sealed class DecideOperation(OperationInput input, DecisionOptions asked, Func<DecisionOptions, StepChange, Decided> decide)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: false, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        // Only now it is known what of it is a secret.
        var options = asked with
        {
            Arguments = input.Arguments,
        };
        var step = options.Instance(loaded.Rendered);
        if (StepArgument.MustBeStep(loaded.Rendered, step) is { } mistake)
            return input.Output.Refuse(mistake);
        var (hold, locked) = await StateHold.TakeAsync(input, loaded, input.Request.Command, cancellationToken);
        if (hold is null)
            return input.Output.Refuse(locked!);
        using (hold)
        {
            if (OtherValues(loaded, hold) is { } otherValues)
                return input.Output.Refuse(otherValues);
            var all = Changes(loaded, hold);
            var decided = decide(options with { Others = all }, all.First(change => change.Path.Value == step));
            if (decided.Refusal is { } refusal)
                return input.Output.Refuse(refusal);
            using var store = hold.Open(reading => input.OpenStore(loaded, reading));
            store.Write(decided.Line!, flush: true);
            // To be filled in, as the file of the approval is not known here.
            var approved = loaded.Environment.RequireApproval ? " --approved FILE" : "";
            input.Output.Result($"{decided.Text}\nnext: planrunner apply {input.Arguments}{approved}");
            return ExitCodes.Done;
        }
    }

    // With other values than the last run's, a text is another one, and would be accepted as that.
    private Refusal? OtherValues(LoadedPlan loaded, StateHold hold) =>
        input.Request.Command != "accept"
            ? null
            : GivenVariables.Refuse(
                loaded.Rendered,
                hold.Reading.Snapshot,
                loaded.Given,
                $"planrunner accept {input.Again.With(new StepPath(asked.Step))}"
            );

    // The change set omits what a group that is undone first still holds; the decision may be about just that.
    private List<StepChange> Changes(LoadedPlan loaded, StateHold hold)
    {
        var state = hold.Reading.Snapshot;
        return
        [
            .. ChangePlanner
                .Decide(loaded.Rendered, state, input.Time.GetUtcNow())
                .Leaves.Select(change => change with { State = state.Find(change.Path) }),
        ];
    }
}
