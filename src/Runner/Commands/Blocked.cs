using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>Findings that stop a plan until it says that they are meant.</summary>
internal static class Blocked
{
    /// <summary>The exit code where there is one, after each was told.</summary>
    public static int? Refuse(CommandInput input, ChangeSet changes)
    {
        var blocking = PlanFindings.Of(changes).SelectMany(step => step.Value.Where(found => found.Blocks).Select(found => (Step: step.Key, found.Finding))).ToList();
        foreach (var (step, finding) in blocking)
            input.Output.Print(Diagnostic.Error("PR5063", $"step \"{step}\": {finding.Rule.Id}: {finding.Message}", finding.Place, $"{finding.Safer}: waive: {{ {finding.Rule.Id}: \"…\" }} on the step"));
        return blocking.Count > 0 ? ExitCodes.PersonNeeded : null;
    }
}
