using System.Text;
using PlanRunner.Runner.Rendering;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Changes;

/// <summary>
/// The fingerprint of an agreement: where it goes (the environment's name, each connection's declared role, host, port and database) and
/// what would run (path, kind, connections, text, parameters and whose values they are, transaction mode of every step not done) on which terms
/// (<see cref="StepTerms"/>, those of the groups around it too). Not titles, hints, times, answers of probes or the values of secrets,
/// so it is the same after a merge and on another machine.
/// </summary>
internal static class ChangeFingerprint
{
    public static string Of(RenderedPlan plan, IEnumerable<StepChange> changes, bool takesBack = false)
    {
        var text = new StringBuilder();
        text.Append(plan.Plan.Name).Append('\n').Append(plan.Environment.Name).Append('\n');
        if (takesBack)
            text.Append("undo\n");
        foreach (var connection in plan.Environment.Connections.Values.OrderBy(c => c.Name, StringComparer.Ordinal))
            text.Append(connection.Name)
                .Append('\t')
                .Append(connection.Username)
                .Append('\t')
                .Append(connection.Host)
                .Append('\t')
                .Append(connection.Port)
                .Append('\t')
                .Append(connection.Database)
                .Append('\n');
        foreach (var change in changes.SelectMany(c => c.SelfAndBelow).Where(c => c.Leaves.Any(Runs)))
            text.Append(change.Path.Value)
                .Append('\t')
                .Append(change.Step.Body?.Kind.Key)
                .Append('\t')
                .Append(change.Step.Fingerprint)
                .Append('\t')
                .Append(StepTerms.FingerprintOf(change.Step))
                .Append('\n');
        return Fingerprint.Of(text.ToString());
    }

    /// <summary>It is part of what is agreed on: an apply does something about it that was not done.</summary>
    public static bool Runs(StepChange change) => change.Action is not (StepAction.None or StepAction.Skip or StepAction.AskAgain);
}
