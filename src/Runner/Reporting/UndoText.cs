using PlanRunner.Runner.Changes;

namespace PlanRunner.Runner.Reporting;

/// <summary>What an undo is about to undo, for the question before it.</summary>
internal static class UndoText
{
    public static string Of(IReadOnlyList<StepChange> chosen, ChangeSet now)
    {
        var lines = new List<string> { "To undo, in this order:" };
        foreach (var change in chosen)
        {
            lines.Add(
                $"- {change.Path}  {change.Step.Title}{(change.Step.Undo is null ? "  (undo: none: only its marker is removed)" : "")}"
            );
            if (change.Step.Undo is not { } undo)
                continue;
            if (change.State is { Text: { } ran } state && !change.Step.IsTextOf(ran, state.Rendered))
                lines.Add("    note: its text is not the text that ran; the undo is the current one");
            lines.AddRange(undo.Redacted.TrimEnd().Split('\n').Select(l => "    | " + l.TrimEnd('\r')));
        }

        foreach (var removed in now.Removed)
            lines.Add($"not undone: {removed.Path}, which ran here and is no longer in the plan");
        return string.Join('\n', lines);
    }
}
