using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>
/// Confirmations of a run: given by flags, else prompted for on the terminal, else none, which stops the run.
/// </summary>
/// <param name="Yes">Answers every question, except in a protected environment.</param>
/// <param name="Confirmed">Paths answered by <c>--confirm</c>.</param>
/// <param name="Ask">Asks the person at the terminal; null without one.</param>
internal sealed record Answers(bool Yes, bool Protected, IReadOnlySet<string> Confirmed, Func<string, CancellationToken, Task<bool>>? Ask)
{
    public bool HasTerminal => Ask is not null;

    /// <summary>True, false, or null where no prompt is possible.</summary>
    public async Task<bool?> ConfirmAsync(StepPath path, string question, CancellationToken cancellationToken)
    {
        if (Confirmed.Contains(path.Value) || Yes && !Protected)
            return true;
        return Ask is null ? null : await Ask(question, cancellationToken);
    }
}
