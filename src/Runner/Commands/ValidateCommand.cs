using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Operations;
using PlanRunner.Runner.Operations.Input;

namespace PlanRunner.Runner.Commands;

/// <summary>Everything that can be known of a plan without contacting anything or reading a secret.</summary>
internal static class ValidateCommand
{
    private static readonly Option<bool> AllEnvironments = new("--all-envs")
    {
        Description = "Render every step for every environment beside the plan (the default without --env)",
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command(
            "validate",
            "Check a plan: schema, references, statement classes, and every text rendered for its environments"
        )
        {
            CommonOptions.Plan,
            CommonOptions.Environment,
            AllEnvironments,
            CommonOptions.Variables,
        };
        NoEffect.With(command, AllEnvironments, CommonOptions.Environment);
        command.SetAction(parsed => new ValidateOperation(new CommandInput(parsed, parts), parsed.GetValue(AllEnvironments)).Run());
        return command;
    }
}
