using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Reviewing;

/// <summary>What was approved against what would run now.</summary>
public static class Agreement
{
    private const int MostNamed = 5;

    /// <summary>How they differ, a sentence each, for people who have to decide anew. Nothing where the fingerprint is the same.</summary>
    public static IReadOnlyList<string> Differences(SavedReview approved, ChangeSet now)
    {
        if (approved.Plan != now.Plan.Plan.Name || approved.Environment != now.Plan.Environment.Name)
            return [$"it is of plan \"{approved.Plan}\" in \"{approved.Environment}\""];
        if (approved.Fingerprint == now.Fingerprint)
            return [];
        var differences = new List<string>();
        foreach (var connection in now.Plan.Environment.Connections.Values)
        {
            var declared = $"{connection.Host}:{connection.Port}/{connection.Database}";
            if (!approved.Connections.TryGetValue(connection.Name, out var then))
                differences.Add($"connection {connection.Name} is new");
            else if (then != declared)
                differences.Add($"connection {connection.Name} led to {then} and leads to {declared}");
        }

        differences.AddRange(approved.Connections.Keys.Where(name => !now.Plan.Environment.Connections.ContainsKey(name)).Select(name => $"connection {name} is gone"));
        var was = approved.Steps.Where(step => step.ToRun).ToDictionary(step => step.Path, StringComparer.Ordinal);
        var leaves = now.Leaves.ToDictionary(change => change.Path.Value, StringComparer.Ordinal);
        foreach (var step in was.Values)
        {
            if (!leaves.TryGetValue(step.Path, out var change))
                differences.Add($"{step.Path} was to run, and is no longer in the plan");
            else if (!Runs(change))
                differences.Add($"{step.Path} was to run, and {(change.Action == StepAction.Skip ? "its condition is false now" : change.State is { Status: StepStatus.Done, Run: { } run } ? $"is done since (run {run})" : "is done since")}");
            else if (change.Step.Fingerprint != step.Fingerprint)
                differences.Add($"{step.Path} has another text{(TextDiff.Of(step.Text, change.Step.Body!.Redacted).WhiteSpaceOnly ? ", in white space alone" : "")}");
        }

        differences.AddRange(now.Leaves.Where(change => Runs(change) && !was.ContainsKey(change.Path.Value)).Select(change => $"{change.Path} is to run now, and was not then"));
        if (differences.Count == 0)
            differences.Add("the steps run in another order");
        return differences;
    }

    /// <summary>How the statements that a generate lists differ from those that were approved; empty where they do not.</summary>
    public static string Differences(IReadOnlyDictionary<string, string> approved, IReadOnlyList<ListedStatement> now)
    {
        var more = now.Where(s => !approved.ContainsKey(s.Key)).Select(s => s.Key).ToList();
        var changed = now.Where(s => approved.TryGetValue(s.Key, out var text) && text != s.Text).Select(s => s.Key).ToList();
        var less = approved.Keys.Except(now.Select(s => s.Key), StringComparer.Ordinal).ToList();
        return string.Join("; ", new[] { Named(more, "more"), Named(less, "less"), Named(changed, "with another text") }.Where(s => s.Length > 0));
    }

    private static string Named(List<string> keys, string how) => keys.Count == 0 ? "" : $"{keys.Count} {how} ({string.Join(", ", keys.Take(MostNamed))}{(keys.Count > MostNamed ? ", …" : "")})";

    private static bool Runs(StepChange change) => change.Action is not (StepAction.None or StepAction.Skip or StepAction.AskAgain);
}
