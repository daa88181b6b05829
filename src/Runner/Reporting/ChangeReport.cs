using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Reporting;

/// <summary>A change set as a reviewer reads it: marks, labels, the text that would run, one summary line at the end.</summary>
public sealed class ChangeReport(ChangeSet changes, IReadOnlyDictionary<StepPath, SeenStep>? seen, bool full)
{
    private readonly StringBuilder text = new();

    /// <summary>One line of a summary that people and scripts look for.</summary>
    public static string Summary(ChangeSet changes, IReadOnlyDictionary<StepPath, SeenStep>? seen)
    {
        var already = seen?.Values.Count(s => s.AlreadyDone) ?? 0;
        var skipped = changes.Skipped > 0 ? $", {changes.Skipped} skipped" : "";
        var recorded = already > 0 ? $" ({already} found done already)" : "";
        return $"Plan: {changes.ToRun} to run{recorded}, {changes.Changed} changed, {changes.Unchanged} unchanged{skipped}, {changes.InDoubt} in doubt. Fingerprint {changes.Fingerprint}";
    }

    public string Write()
    {
        Header();
        Steps(changes.Steps, 0);
        foreach (var removed in changes.Removed)
            text.Append("- ").Append(removed.Path).Append("  ran ").Append($"{removed.StartedAt:yyyy-MM-dd HH:mm}Z").Append(", no longer in the plan; it cannot be undone from here").Append('\n');
        text.Append('\n').Append(Summary(changes, seen)).Append('\n');
        return text.ToString();
    }

    private void Header()
    {
        var environment = changes.Plan.Environment;
        text.Append("Plan ").Append(changes.Plan.Plan.Name).Append(" in ").Append(environment.Name);
        if (environment.Protected)
            text.Append(" (protected)");
        text.Append('\n');
        foreach (var connection in environment.Connections.Values)
            text.Append("  ").Append(connection.Name).Append(": ").Append(connection.Username).Append('@').Append(connection.Host).Append(':').Append(connection.Port).Append('/').Append(connection.Database).Append('\n');
        var last = changes.State.Runs.LastOrDefault();
        text.Append("  state: ").Append(last is null ? "never applied here" : $"last run {last.At:yyyy-MM-dd HH:mm}Z by {last.By}@{last.Host}").Append("\n\n");
    }

    private void Step(StepChange change, int depth)
    {
        if (!change.Step.IsGroup)
        {
            Leaf(change, depth);
            return;
        }

        var leaves = change.Leaves.ToList();
        var quiet = !full && leaves.TrueForAll(c => c.Action is StepAction.None) && change.Open is null;
        Line(depth, Mark(change.Mark), change.Step.Path.Value, change.Step.Title == change.Step.Step.Id ? "" : change.Step.Title, quiet ? $"{leaves.Count} unchanged" : Guard(change));
        if (change.Reason.Length > 0)
            Indented(depth + 2, change.Reason);
        if (quiet)
            return;
        if (change.Step.Confirm is { } question)
            Indented(depth + 2, $"asks first: {question}");
        Steps(change.Steps, depth + 1);
    }

    // Runs of unchanged steps are a count where they stand, so that the rest keeps its order.
    private void Steps(IReadOnlyList<StepChange> steps, int depth)
    {
        var unchanged = 0;
        foreach (var step in steps.Append(null))
        {
            if (!full && step is { Action: StepAction.None, Step.IsGroup: false })
            {
                unchanged++;
                continue;
            }

            if (unchanged > 0)
                Indented(depth, $"= {unchanged} unchanged");
            unchanged = 0;
            if (step is not null)
                Step(step, depth);
        }
    }

    private static string Guard(StepChange change) =>
        change.Step.Step.Guarded ? $"guarded: taken back when it fails{(change.Step.Timeout is { } limit ? $" or is open longer than {Durations.Format(limit)}" : "")}" : "";

    private void Leaf(StepChange change, int depth)
    {
        var step = change.Step;
        var body = step.Body!;
        var on = body.Connections.Count > 0 ? " on " + string.Join(", ", body.Connections) : "";
        Line(depth, Mark(change.Mark), step.Path.Value, step.Title == step.Step.Id ? "" : step.Title, $"{body.Kind.Key}{on} · {Label(change)}");
        if (change.Reason.Length > 0 && change.Action is not StepAction.None)
            Indented(depth + 2, change.Reason);
        if (change.Action is StepAction.Skip or StepAction.None)
            return;
        if (step.Confirm is { } question)
            Indented(depth + 2, $"asks first: {question}");
        if (step.Step.PointOfNoReturn)
            Indented(depth + 2, "point of no return: once begun, nothing above it is taken back");
        Found(change, depth + 2);
        if (change.Mark == ChangeMark.Changed && change.State?.Rendered is { } before)
            Indented(depth + 2, string.Join('\n', LineDiff.Of(before, body.Redacted)));
        else if (seen is null || !seen.TryGetValue(change.Path, out var look) || !look.AlreadyDone)
            Indented(depth + 2, body.Redacted.TrimEnd(), "| ");
    }

    private void Found(StepChange change, int depth)
    {
        if (seen?.GetValueOrDefault(change.Path) is not { } look)
            return;
        switch (look.Seen)
        {
            case Observation.Checked check:
                Indented(depth, $"{(look.AlreadyDone ? "" : check.Passed ? "now: passes" : "now: fails")}{(look.AlreadyDone || check.Found.Length == 0 ? "" : ": ")}{check.Found}");
                break;
            case Observation.Listed listed:
                Indented(depth, $"{listed.Statements.Count} statements as of now");
                foreach (var statement in Ends(listed.Statements))
                    Indented(depth, statement is null ? "…" : $"{statement.Key}: {statement.Text}", "> ");
                break;
            case Observation.Later later:
                Indented(depth, later.Reason);
                break;
        }
    }

    private static IEnumerable<ListedStatement?> Ends(IReadOnlyList<ListedStatement> statements) =>
        statements.Count <= 3 ? statements : (IEnumerable<ListedStatement?>)new ListedStatement?[] { statements[0], null, statements[^1] };

    private string Label(StepChange change)
    {
        if (change.Action is StepAction.Skip)
            return "skipped";
        if (change.Action is StepAction.None)
            return "unchanged";
        return seen?.GetValueOrDefault(change.Path)?.Seen switch
        {
            Observation.Checked => "checked",
            Observation.Listed => "as of now",
            Observation.Later => "later",
            Observation.Opaque => "opaque",
            Observation.Failed => "could not be asked",
            Observation.Exact => "exact",
            _ => Unseen(change.Step),
        };
    }

    // Nobody looked: what a check finds and what a generate writes is not known, the text of the others is.
    private static string Unseen(RenderedStep step) => step switch
    {
        { IsCheck: true } => "not asked",
        { Body.Effect: StepEffect.Listed } => "not asked",
        { Body.Kind.Key: "shell" } => "opaque",
        { Body.Effect: StepEffect.Person } => "a person",
        _ => "exact",
    };

    private void Line(int depth, string mark, string path, string title, string facts)
    {
        text.Append(' ', depth * 2).Append(mark).Append(' ').Append(path);
        if (title.Length > 0)
            text.Append("  ").Append(title);
        if (facts.Length > 0)
            text.Append("  [").Append(facts).Append(']');
        text.Append('\n');
    }

    private void Indented(int depth, string lines, string prefix = "")
    {
        foreach (var line in lines.ReplaceLineEndings("\n").Split('\n'))
            text.Append(' ', depth * 2).Append(prefix).Append(line.TrimEnd()).Append('\n');
    }

    private static string Mark(ChangeMark mark) => mark switch
    {
        ChangeMark.Run => "+",
        ChangeMark.Changed => "~",
        ChangeMark.Removed => "-",
        ChangeMark.Attention => "!",
        ChangeMark.Person => "?",
        ChangeMark.Skipped => "/",
        _ => "=",
    };
}
