using PlanRunner.Runner.Execution;

namespace PlanRunner.Runner.Gates;

/// <summary>Steps that the command line names.</summary>
internal static class ArgumentGates
{
    /// <summary>A run may not stop inside a guarded group.</summary>
    public static Refusal? Until(GateQuestion asked)
    {
        if (asked.Typed.Until is not { } wanted)
            return null;
        if (StepArgument.Find(asked.Plan, wanted) is not { } step)
            return StepArgument.Unknown(asked.Plan, wanted);
        for (var parent = step.Path.Parent; !parent.IsRoot; parent = parent.Parent)
        {
            if (StepArgument.Find(asked.Plan, parent.Value)?.Step.Guarded == true)
            {
                var message = $"--until {wanted} would stop inside the guarded group \"{parent}\"";
                return Refusal.Of(ExitCodes.Invalid, "PR3905", message, "stop before or after it");
            }
        }

        return null;
    }

    public static Refusal? Confirm(GateQuestion asked) =>
        asked.Typed.Confirmed.FirstOrDefault(path => StepArgument.Find(asked.Plan, path) is null) is { } unknown
            ? StepArgument.Unknown(asked.Plan, unknown)
            : null;

    public static Refusal? To(GateQuestion asked) =>
        asked.Typed.To is { } wanted && !asked.Plan.Leaves.Any(leaf => StepArgument.IsIn(wanted, leaf))
            ? StepArgument.Unknown(asked.Plan, wanted)
            : null;
}
