using System.CommandLine;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Source;
using PlanRunner.Steps.Processes;

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
        command.SetAction(parsed => Run(new CommandInput(parsed, parts)));
        return command;
    }

    private static int Run(CommandInput input)
    {
        var diagnostics = new Diagnostics();
        var variables = input.Variables(diagnostics);
        var plan = PlanLoader.Load(input.PlanPath, diagnostics, input.Kinds);
        var names = plan is null ? [] : Environments(input, plan);
        // Side by side: an author waits for this on every save.
        var checks = names.Skip(1).Select(name => Task.Run(() => Check(plan!, name, variables))).ToList();
        var steps = 0;
        foreach (
            var (count, found) in names
                .Take(1)
                .Select(name => Check(plan!, name, variables))
                .Concat(checks.Select(check => check.GetAwaiter().GetResult()))
        )
        {
            diagnostics.AddRange(found);
            steps = Math.Max(steps, count);
        }

        if (input.Report(diagnostics))
            return ExitCodes.Invalid;
        input.Output.Result(
            names.Count == 0
                ? $"{plan!.Name} is valid; it has no environments to render it for."
                : $"{plan!.Name} is valid: {steps} steps in {string.Join(", ", names)}."
        );
        return ExitCodes.Done;
    }

    private static (int Steps, Diagnostics Found) Check(Plan plan, string name, IReadOnlyDictionary<string, string> variables)
    {
        var found = new Diagnostics();
        var environment = EnvironmentLoader.Load(plan, name, variables, readSecrets: false, ProcessVariables.Get, found);
        var rendered = environment is null ? null : PlanRenderer.Render(plan, environment, found);
        return (rendered?.Leaves.Count() ?? 0, found);
    }

    private static IReadOnlyList<string> Environments(CommandInput input, Plan plan) =>
        input.Environment is { } one && !input.Parsed.GetValue(AllEnvironments) ? [one] : EnvironmentLoader.Names(plan);
}
