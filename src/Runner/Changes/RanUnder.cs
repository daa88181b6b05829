using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Changes;

/// <summary>Steps that ran under another id with the text, or with one like it, that a step would run now.</summary>
/// <param name="Steps">The latest one first; never none.</param>
/// <param name="Same">The very text, not only one like it.</param>
/// <param name="Gone">They are no longer in the plan; else they have another text there.</param>
public sealed record RanUnder(IReadOnlyList<StepState> Steps, bool Same, bool Gone)
{
    /// <summary>All that a person speaks of who says that it is a new step.</summary>
    public required IReadOnlyList<string> Beside { get; init; }

    /// <summary>As people read it after the step's name.</summary>
    public string Text
    {
        get
        {
            var names = string.Join(", ", Steps.Take(3).Select(s => $"{s.Path} ({s.StartedAt ?? s.EndedAt:yyyy-MM-dd HH:mm}Z)")) + (Steps.Count > 3 ? $" and {Steps.Count - 3} more" : "");
            return $"{(Same ? "the same text" : "a text like this")} ran as {names}, which {(Gone ? "is no longer in the plan" : "has another text now")}: nothing runs until a person says whether this is that step";
        }
    }
}
