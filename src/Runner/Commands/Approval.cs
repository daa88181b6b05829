using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>Exactly what somebody approved, or nothing.</summary>
internal static class Approval
{
    /// <summary>Where only what was approved may run: to be filled in, as nobody knows here in which file that is.</summary>
    public static string Option(LoadedPlan loaded) => loaded.Environment.RequireApproval ? " --approved FILE" : "";

    /// <summary>How what was shown is carried out, and nothing else, once it is approved.</summary>
    /// <param name="what">What the command does.</param>
    /// <param name="input">The command line of the dry run, which may have saved it.</param>
    /// <param name="command">What carries it out.</param>
    public static string HowTo(string what, CommandInput input, string command) => input.Parsed.GetValue(DryRunLook.Out) is { } file
        ? $"To {what} exactly this, and nothing else: {command} --approved {CommandArguments.Quoted(file)}"
        : $"To {what} exactly this, and nothing else: save it with --out FILE, and type: {command} --approved FILE";

    /// <summary>The exit code where something else would run, or nobody approved what an environment wants approved; told before.</summary>
    /// <param name="input">The command line.</param>
    /// <param name="changes">What would run.</param>
    /// <param name="look">The command that shows and saves it.</param>
    /// <param name="run">The command that was typed.</param>
    public static int? Refuse(CommandInput input, ChangeSet changes, string look, string run)
    {
        if (input.Parsed.GetValue(CommonOptions.Approved) is not { } file)
        {
            if (!changes.Plan.Environment.RequireApproval || changes.NothingToDo)
                return null;
            input.Output.Error($"error PR5080: \"{changes.Plan.Environment.Name}\" runs only what was approved (require_approval), and no --approved is given\n  help: nothing was started; save what would run, have it approved, and give it: {look} --out approved.json\nnext: {run} --approved approved.json");
            return ExitCodes.PersonNeeded;
        }

        var diagnostics = new Diagnostics();
        var approved = SavedReview.Read(file, diagnostics);
        if (input.Report(diagnostics) || approved is null)
            return ExitCodes.Invalid;
        if (Agreement.Differences(approved, changes) is { Count: > 0 } differences)
        {
            input.Output.Error($"error PR5060: what would run now is not what \"{file}\" holds:\n  - {string.Join("\n  - ", differences)}\n  help: nothing was started; have it approved anew: {look} --out {CommandArguments.Quoted(file)}");
            return ExitCodes.PersonNeeded;
        }

        foreach (var change in changes.Leaves.Where(c => ChangeFingerprint.Runs(c) && c.Step.Body!.Uncovered.Count > 0))
            input.Output.Progress($"note: the approval of {change.Path} does not cover the content of {string.Join(", ", change.Step.Body!.Uncovered)}");
        return null;
    }
}
