using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Source;

namespace PlanRunner.Runner.Operations;

/// <summary>Everything that can be known of a plan without contacting anything or reading a secret.</summary>
/// <param name="input">The plan, and where the output goes.</param>
/// <param name="all">In every environment beside the plan, also where one is named.</param>
internal sealed class ValidateOperation(OperationInput input, bool all)
{
    public int Run()
    {
        var diagnostics = new Diagnostics();
        var variables = input.Variables(diagnostics);
        var plan = PlanLoader.Load(input.PlanPath, diagnostics, input.Kinds);
        var names = plan is null ? [] : Environments(plan);
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

    private (int Steps, Diagnostics Found) Check(Plan plan, string name, IReadOnlyDictionary<string, string> variables)
    {
        var found = new Diagnostics();
        var environment = EnvironmentLoader.Load(plan, name, variables, readSecrets: false, input.Parts.Variable, found);
        var rendered = environment is null ? null : PlanRenderer.Render(plan, environment, found);
        return (rendered?.Leaves.Count() ?? 0, found);
    }

    private IReadOnlyList<string> Environments(Plan plan) =>
        input.EnvironmentPath is { } one && !all ? [one] : EnvironmentLoader.Names(plan);
}
