using System.CommandLine;
using System.CommandLine.Parsing;

namespace PlanRunner.Runner.Commands.Options;

/// <summary>Refuses an option that would be silently ignored.</summary>
internal static class NoEffect
{
    public static void With(Command command, Option option, Option other) =>
        command.Validators.Add(result =>
        {
            if (IsGiven(result, option) && IsGiven(result, other))
                result.AddError($"{option.Name} has no effect with {other.Name}: leave one of them out");
        });

    public static void Without(Command command, Option option, Option other) =>
        command.Validators.Add(result =>
        {
            if (IsGiven(result, option) && !IsGiven(result, other))
                result.AddError($"{option.Name} has no effect without {other.Name}");
        });

    // A value that comes from a variable of the environment was not typed for this command.
    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
