using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reviewing;

/// <summary>What was approved against what would run now.</summary>
internal static class Agreement
{
    private const int MostNamed = 5;

    /// <summary>How they differ, a sentence each, for people who have to decide again. Empty if the fingerprint is the same.</summary>
    public static IReadOnlyList<string> Differences(SavedReview approved, ChangeSet now)
    {
        if (approved.Plan != now.Plan.Plan.Name || approved.Environment != now.Plan.Environment.Name)
            return [$"it is of plan \"{approved.Plan}\" in \"{approved.Environment}\""];
        if (approved.TakesBack != now.IsUndo)
            return [approved.TakesBack ? "it is of an undo" : "it is of an apply, not of an undo"];
        if (approved.Fingerprint == now.Fingerprint)
        {
            // The file may have been edited to hold one path twice.
            var texts = approved
                .Steps.GroupBy(step => step.Path, StringComparer.Ordinal)
                .ToDictionary(same => same.Key, same => same.First().Text, StringComparer.Ordinal);
            return
            [
                .. now
                    .Leaves.Where(change =>
                        ChangeFingerprint.Runs(change) && texts.GetValueOrDefault(change.Path.Value) != change.Step.Body!.Redacted.TrimEnd()
                    )
                    .Select(change => $"the file was edited: its text of {change.Path} is not the one of its fingerprint"),
            ];
        }

        var differences = new List<string>();
        var done = 0;
        foreach (var connection in now.Plan.Environment.Connections.Values)
        {
            var declared = $"{connection.Username}@{connection.Host}:{connection.Port}/{connection.Database}";
            if (!approved.Connections.TryGetValue(connection.Name, out var then))
                differences.Add($"connection {connection.Name} is new");
            else if (then != declared)
                differences.Add($"connection {connection.Name} led to {then} and leads to {declared}");
        }

        differences.AddRange(
            approved
                .Connections.Keys.Where(name => !now.Plan.Environment.Connections.ContainsKey(name))
                .Select(name => $"connection {name} is gone")
        );
        var was = approved.Steps.Where(step => step.ToRun).ToDictionary(step => step.Path, StringComparer.Ordinal);
        var leaves = now.Leaves.ToDictionary(change => change.Path.Value, StringComparer.Ordinal);
        foreach (var step in was.Values)
        {
            if (!leaves.TryGetValue(step.Path, out var change))
                differences.Add($"{step.Path} was to run, and is no longer in the plan");
            else if (IsDone(step, change))
                done++;
            else if (!ChangeFingerprint.Runs(change))
                differences.Add($"{step.Path} was to run, and {WhyNot(change)}");
            else if (change.Step.Fingerprint != step.Fingerprint)
                differences.Add(
                    $"{step.Path} has another text"
                        + $"{(TextDiff.Of(step.Text, change.Step.Body!.Redacted).WhiteSpaceOnly ? ", in white space only" : "")}"
                );
        }

        differences.AddRange(
            now.Leaves.Where(change => ChangeFingerprint.Runs(change) && !was.ContainsKey(change.Path.Value))
                .Select(change => $"{change.Path} is to run now, and was not then")
        );
        differences.AddRange(
            now.All.Where(change => change.Leaves.Any(ChangeFingerprint.Runs))
                .Select(change => OtherTerms(approved, change))
                .OfType<string>()
        );
        // Less to do than was approved, because some of it was done since, is still what was approved.
        var order = now.Leaves.Where(ChangeFingerprint.Runs).Select(change => change.Path.Value);
        if (differences.Count == 0 && (done == 0 || !order.SequenceEqual(was.Keys.Where(path => ChangeFingerprint.Runs(leaves[path])))))
            differences.Add("the steps run in another order");
        return differences;
    }

    private static bool IsDone(SavedStep approved, StepChange change) =>
        change is { Action: StepAction.None, Mark: ChangeMark.Unchanged, State.Status: StepStatus.Done }
        && change.Step.Fingerprint == approved.Fingerprint;

    // The groups around what runs have terms as well: that they are guarded, and what they ask.
    private static string? OtherTerms(SavedReview approved, StepChange change)
    {
        if (!approved.Terms.TryGetValue(change.Path.Value, out var then) || then.Fingerprint == StepTerms.FingerprintOf(change.Step))
            return null;
        var now = StepTerms.Of(change.Step).ToDictionary(term => term.Name, term => term.Text, StringComparer.Ordinal);
        var names = then
            .Named.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Where(name => then.Named.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .ToList();
        return $"{change.Path} runs on other terms: "
            + $"{(names.Count > 0 ? string.Join(", ", names) : "its question, or its point of no return")}";
    }

    /// <summary>How the statements that a generate lists differ from those that were approved; empty where they do not.</summary>
    public static string Differences(IReadOnlyDictionary<string, string> approved, IReadOnlyList<ListedStatement> now)
    {
        var more = now.Where(s => !approved.ContainsKey(s.Key)).Select(s => s.Key).ToList();
        var changed = now.Where(s => approved.TryGetValue(s.Key, out var text) && text != s.Text).Select(s => s.Key).ToList();
        var less = approved.Keys.Except(now.Select(s => s.Key), StringComparer.Ordinal).ToList();
        return string.Join(
            "; ",
            new[] { Named(more, "more"), Named(less, "less"), Named(changed, "with another text") }.Where(s => s.Length > 0)
        );
    }

    private static string Named(List<string> keys, string how) =>
        keys.Count == 0 ? "" : $"{keys.Count} {how} ({string.Join(", ", keys.Take(MostNamed))}{(keys.Count > MostNamed ? ", …" : "")})";

    private static string WhyNot(StepChange change) =>
        change.Action == StepAction.Skip ? "its condition is false now"
        : change.State is { Status: StepStatus.Done, Run: { } run } ? $"is done since (run {run})"
        : "is done since";
}
