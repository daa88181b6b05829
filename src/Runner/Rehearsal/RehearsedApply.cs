using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>
/// The apply of a rehearsal: the operation that <c>planrunner apply</c> is, from the reading of the plan on, with the environment and
/// the state of a sandbox. The rehearsal itself shows how to continue, so it suggests no next command.
/// </summary>
/// <param name="rehearsal">What was asked of the rehearsal, and where its output goes.</param>
internal sealed class RehearsedApply(OperationInput rehearsal)
{
    /// <param name="environmentFile">That of the sandbox.</param>
    /// <param name="stateFile">That of the sandbox.</param>
    /// <param name="watch">Observes every line that is written to the journal; null for no observer.</param>
    /// <param name="cancellationToken">Cancels the apply.</param>
    public Task<int> RunAsync(string environmentFile, string stateFile, Action<StateEvent>? watch, CancellationToken cancellationToken)
    {
        var asked = rehearsal.Request;
        var request = new PlanRequest("apply", asked.Plan)
        {
            Environment = environmentFile,
            Variables = asked.Variables,
            // A sandbox that is gone on with was given what its last apply was given.
            SameVariables = true,
            StatePath = stateFile,
            LockTimeout = asked.LockTimeout,
            Yes = true,
            Until = asked.Until,
            Rest = " --yes" + (asked.Until is { } until ? $" --until {CommandArguments.Quoted(until)}" : ""),
        };
        var parts = watch is null ? rehearsal.Parts : rehearsal.Parts.Watched(watch);
        var input = new OperationInput(request, parts, rehearsal.Options with { Within = true });
        return new ApplyOperation(input).RunAsync(cancellationToken);
    }
}
