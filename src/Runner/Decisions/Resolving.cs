using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Decisions;

/// <summary>A step in doubt is done, or not.</summary>
internal static class Resolving
{
    public static Decided Decide(DecisionOptions options, StepChange change)
    {
        if (options.Done == options.NotDone)
            return Decided.Not("PR5022", "pass either --done or --not-done");
        var calledDone = change.State?.CalledDoneAt;
        if (calledDone is { } since && IsRelied(options, change, since) is { } relied)
            return relied;
        // A person may know that what ran elsewhere, completely or in part, is done.
        if (calledDone is null && !CanBeResolved(change) && !(options.Done && change.RanUnder is not null))
            return Decided.Not("PR5023", $"step \"{change.Path}\" is not in doubt", $"see: planrunner status {options.Arguments}");
        if (options.Items.Count > 0 && change.Path.Value == options.Step)
            return Items(options, change);
        return options.Done ? AsDone(options, change) : Resolved(options, change, null);
    }

    // What was begun and is not done, and what is done and was not verified, a person may know more of, too.
    private static bool CanBeResolved(StepChange change) =>
        change.Doubt != Doubt.None || change.State is { Undo: not null } or { Status: StepStatus.Unverified } or { HasBegunList: true };

    private static Decided Items(DecisionOptions options, StepChange change)
    {
        var list = change.State is { Status: not StepStatus.Done } state ? state.Items : [];
        if (options.Items.FirstOrDefault(key => !list.Exists(i => i.Statement.Key == key)) is { } unknown)
        {
            var open = list.Where(i => i.Progress != ItemProgress.Done).Select(i => i.Statement.Key).ToList();
            var otherwise = open.Count == 0 ? "none of its lists is in progress" : $"not done yet: {string.Join(", ", open.Take(5))}";
            return Decided.Not(
                "PR5083",
                $"step \"{change.Path}\" has no statement \"{unknown}\" to resolve",
                Suggestion.Help(unknown, open, otherwise)
            );
        }

        if (options.Items.FirstOrDefault(key => list.Exists(i => i.Statement.Key == key && i.Progress == ItemProgress.Done)) is { } known)
        {
            return Decided.Not(
                "PR5083",
                $"statement \"{known}\" of step \"{change.Path}\" is done and needs no decision: running it again would apply it twice",
                $"leave it out; see the list: {options.Status(change)}"
            );
        }

        return Decided.To(
            new ItemsResolved(change.Path.Value, [.. options.Items], options.Done, options.Reason, options.By.User, options.By.Machine),
            $"Resolved of {change.Path}: {string.Join(", ", options.Items)}: {(options.Done ? "done" : "not done, to run again")}. The rest of its list stays as it is."
        );
    }

    // Steps below may need what this one would have read.
    private static Decided AsDone(DecisionOptions options, StepChange change) =>
        GivenCaptures.Of(options, change) is var (values, wrong) && wrong is not null ? wrong : Resolved(options, change, values);

    // A resolution can be corrected until a later step has relied on it.
    private static Decided? IsRelied(DecisionOptions options, StepChange change, DateTimeOffset since)
    {
        var relying = options.Others.FirstOrDefault(other =>
            other.State is { MayHaveEffect: true }
            && other.Path != change.Path
            && (options.Done ? CaptureResolver.Takes(other.Step, change.Path) : other.State.StartedAt >= since)
        );
        return relying is null
            ? null
            : Decided.Not(
                "PR5026",
                $"step \"{change.Path}\" was resolved as done, and step \"{relying.Path}\" has run {(options.Done ? "with what it captured" : "since")}",
                $"undo the later steps first: planrunner undo {options.Arguments} --to {CommandArguments.Quoted(change.Path.Value)}; "
                    + "what cannot be undone needs a step that corrects it"
            );
    }

    private static Decided Resolved(DecisionOptions options, StepChange change, IReadOnlyDictionary<string, CapturedValue>? captured)
    {
        var again = change.State?.Items.Count(i => i.Progress == ItemProgress.Done) is var ran and > 0
            ? $" Its list is regenerated: the {ran} of its statements that were done run again too; --item KEY resolves single ones."
            : "";
        return Decided.To(
            new StepResolved(change.Path.Value, options.Done, options.Reason, options.By.User, options.By.Machine) { Captured = captured },
            $"Resolved {change.Path}: {(options.Done ? "done." : $"not done, it runs again.{again}")}{Told(captured)}"
        );
    }

    private static string Told(IReadOnlyDictionary<string, CapturedValue>? captured) =>
        captured is { Count: > 0 }
            ? $" Captured: {string.Join(", ", captured.Select(c => $"{c.Key} = {c.Value.Text} ({c.Value.Type})"))}. If that is wrong, resolve it again before a later step runs."
            : "";
}
