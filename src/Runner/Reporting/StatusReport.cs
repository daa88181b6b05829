using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reporting.Wording;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reporting;

/// <summary>A plan's state in an environment, for people.</summary>
internal sealed class StatusReport(ChangeSet changes, string statePath, LockHolder? holder)
{
    private readonly StringBuilder text = new();

    public string Write()
    {
        text.Append("Plan ").Append(changes.Plan.Plan.Name).Append(" in ").Append(changes.Plan.Environment.Name).Append('\n');
        text.Append("  state    ").Append(changes.State.IsEmpty ? "none yet: " : "").Append(statePath).Append('\n');
        if (changes.State.Runs.LastOrDefault() is { } last)
            text.Append("  last run ")
                .Append($"{last.Run}, {last.Command} by {last.By}@{last.Host}, {last.At:yyyy-MM-dd HH:mm:ss}Z, ")
                .Append(Ended(last))
                .Append('\n');
        if (changes.State.Runs.LastOrDefault()?.Variables is { } given)
            text.Append("  given    ")
                .Append(string.Join(' ', given.Select(v => $"--var {CommandArguments.Quoted($"{v.Key}={v.Value}")}")))
                .Append('\n');
        if (holder is not null)
            text.Append("  running  ").Append(holder).Append('\n');
        foreach (var open in changes.All.Where(c => c.Open is not null))
            text.Append("  OPEN     ")
                .Append(open.Path)
                .Append(": ")
                .Append(open.Reason)
                .Append(open.Open!.Deadline is { } at ? $"; its time ends {at:HH:mm:ss}Z" : "")
                .Append('\n');
        if (changes.Lost is { } lost)
            text.Append("  OPEN     ")
                .Append(lost.Path)
                .Append($": since {lost.StartedAt:yyyy-MM-dd HH:mm:ss}Z, and the plan can no longer undo it")
                .Append('\n');
        text.Append('\n');
        var width = changes.Leaves.Select(c => c.Path.Value.Length).DefaultIfEmpty(10).Max();
        foreach (var change in changes.Leaves)
        {
            text.Append($"  {change.Word(holder is not null), -10} {change.Path.Value.PadRight(width)}  {When(change)}".TrimEnd())
                .Append('\n');
            foreach (var decision in change.State?.Decisions.Where(d => !IsOver(d, change.State)) ?? [])
                text.Append($"  {"", -10} {"".PadRight(width)}  ").Append(Words(decision)).Append('\n');
        }

        foreach (var removed in changes.Removed)
            text.Append($"  {"removed", -10} {removed.Path}  ran {removed.StartedAt:yyyy-MM-dd HH:mm}Z, no longer in the plan")
                .Append('\n');
        text.Append('\n');
        if (holder is null && ReviewBuilder.Undecided(changes) is { } undecided)
            text.Append(undecided).Append('\n');
        text.Append(Next()).Append('\n');
        return HiddenCharacters.Show(text.ToString());
    }

    // That it was not done is no news of a step that has run since.
    private static bool IsOver(StepDecision decision, StepState state) =>
        decision.What == StepDecision.ResolvedAsNotDone && state.StartedAt > decision.At;

    private static string Words(StepDecision decision)
    {
        var reason = decision.Reason is { } given ? $": {given}" : "";
        var captured = decision.Captured is { } values ? $"; captured {CaptureWords.Of(values)}" : "";
        return $"{decision.What} by {decision.By}@{decision.Host}, {decision.At:yyyy-MM-dd HH:mm:ss}Z{reason}{captured}";
    }

    private string Ended(RunStarted last) =>
        changes.State.LastFinished is { } finished && finished.Run == last.Run
            ? finished.ExitCode == 0
                ? "succeeded"
                : $"ended with exit code {finished.ExitCode}"
            : holder is null
                ? "was interrupted"
                : "runs";

    private string When(StepChange change)
    {
        if (change.State is not { } found)
            return change.Stands ? "to be undone; then it runs again" : "";
        var took =
            found is { StartedAt: { } started, EndedAt: { } ended, Status: StepStatus.Done, CalledDoneAt: null }
            && change.Step.Body is not { Effect: StepEffect.Person }
            && ended >= started
                ? $"  {Durations.Format(ended - started)}"
                : "";
        var why =
            holder is null && change.Action is StepAction.Run or StepAction.Settle or StepAction.Verify or StepAction.Decide
                ? $"  {change.Reason}"
                : "";
        return (found.EndedAt ?? found.StartedAt) is { } at ? $"{at:yyyy-MM-dd HH:mm:ss}Z{By(found)}{took}{why}" : why.TrimStart();
    }

    private string By(StepState found) =>
        found.Run is not { Length: > 0 } id ? ""
        : changes.State.Runs.FindLast(r => r.Run == id) is { } run ? $"  by {run.By}@{run.Host}"
        : $"  run {id}";

    private string Next()
    {
        if (changes.NothingToDo)
            return "Nothing to run.";
        var next = changes.Leaves.FirstOrDefault(c => c.Action is not (StepAction.None or StepAction.Skip));
        return $"Next: {next?.Path.Value ?? changes.All.First(c => c.Open is not null).Path.Value}. {ReviewWords.Summary(changes)}";
    }
}
