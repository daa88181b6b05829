using PlanRunner.Runner.Changes;
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
        // A person may know that what ran elsewhere, completely or in part, is done.
        if (!CanBeResolved(change) && !(options.Done && change.RanUnder is not null))
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
            new ItemsResolved(
                change.Path.Value,
                [.. options.Items],
                options.Done,
                options.Reason,
                Environment.UserName,
                Environment.MachineName
            ),
            $"Resolved of {change.Path}: {string.Join(", ", options.Items)}: {(options.Done ? "done" : "not done, to run again")}. The rest of its list stays as it is."
        );
    }

    // Steps below may need what this one would have read.
    private static Decided AsDone(DecisionOptions options, StepChange change)
    {
        var names = change.Step.Body!.Body.Captures;
        var values = new Dictionary<string, CapturedValue>(
            change.State?.Captured ?? new Dictionary<string, CapturedValue>(),
            StringComparer.Ordinal
        );
        foreach (var given in options.Captures)
        {
            var equals = given.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !names.Contains(given[..equals], StringComparer.Ordinal))
            {
                var all = names.Count == 0 ? "nothing" : string.Join(", ", names);
                return Decided.Not("PR5025", $"--capture \"{given}\": step \"{change.Path}\" captures {all}", "write --capture NAME=VALUE");
            }

            values[given[..equals]] = new CapturedValue("text", given[(equals + 1)..]);
        }

        return names.FirstOrDefault(name => !values.ContainsKey(name)) is { } missing
            ? Decided.Not(
                "PR5025",
                $"step \"{change.Path}\" captures \"{missing}\", and later steps may need it",
                $"pass its value: --capture {missing}=VALUE; or --not-done, and it runs again"
            )
            : Resolved(options, change, values);
    }

    private static Decided Resolved(DecisionOptions options, StepChange change, IReadOnlyDictionary<string, CapturedValue>? captured)
    {
        var again = change.State?.Items.Count(i => i.Progress == ItemProgress.Done) is var ran and > 0
            ? $" Its list is regenerated: the {ran} of its statements that were done run again too; --item KEY resolves single ones."
            : "";
        return Decided.To(
            new StepResolved(change.Path.Value, options.Done, options.Reason, Environment.UserName, Environment.MachineName)
            {
                Captured = captured,
            },
            $"Resolved {change.Path}: {(options.Done ? "done." : $"not done, it runs again.{again}")}"
        );
    }
}
