using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Changes;

/// <summary>Steps that ran under another id with the text, or a similar one, that a step would run now.</summary>
/// <param name="Steps">The latest one first; never none.</param>
/// <param name="Same">Exactly the text, not only a similar one.</param>
/// <param name="Gone">They are no longer in the plan; else they have another text there.</param>
internal sealed record RanUnder(IReadOnlyList<StepState> Steps, bool Same, bool Gone)
{
    /// <summary>Neither is like the other, but what one of them does is a part of what the other does.</summary>
    public bool Parts { get; init; }

    /// <summary>All steps that a declaration as a new step refers to.</summary>
    public required IReadOnlyList<string> Beside { get; init; }

    /// <summary>As people read it after the step's name.</summary>
    public string Text
    {
        get
        {
            var names =
                string.Join(", ", Steps.Take(3).Select(s => $"{s.Path} ({s.StartedAt ?? s.EndedAt:yyyy-MM-dd HH:mm}Z)"))
                + (Steps.Count > 3 ? $" and {Steps.Count - 3} more" : "");
            var what =
                Same ? "the same text"
                : Parts ? "parts of its text"
                : "a similar text";
            var other = Parts ? ", a new one, or done already (planrunner resolve, with --done)" : "";
            var where = Gone ? "is no longer in the plan" : "has another text now";
            return $"{what} ran as {names}, which {where}: nothing runs until you say whether this is that step{other}";
        }
    }
}
