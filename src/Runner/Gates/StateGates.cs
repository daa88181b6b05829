using PlanRunner.Runner.Execution;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Gates;

/// <summary>What the state file itself says.</summary>
internal static class StateGates
{
    /// <summary>Damaged, older than it was, or not of this plan.</summary>
    public static Refusal? Whole(GateQuestion asked) => asked.Reading is { } reading ? Whole(reading, asked.Typed.Arguments) : null;

    public static Refusal? Whole(StateReading reading, CommandArguments arguments) =>
        reading.Diagnostics.HasErrors
            ? Refusal.Found(ExitCodes.PersonNeeded, reading.Diagnostics) with
            {
                Next = $"planrunner state verify {arguments}",
            }
            : null;

    public static Refusal? FirstRun(GateQuestion asked) =>
        asked.Reading is { Snapshot.IsEmpty: true } && asked.Plan.Environment.Protected && !asked.Typed.FirstRun
            ? Refusal.Of(
                ExitCodes.PersonNeeded,
                "PR5010",
                $"\"{asked.Plan.Environment.Name}\" is protected and has no state at {asked.StatePath}",
                $"if the plan ran here before, restore its state file; if this is its first run: {asked.Typed.Whole} --first-run"
            )
            : null;
}
