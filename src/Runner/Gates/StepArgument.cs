using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Rendering;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Gates;

/// <summary>A step as given on the command line.</summary>
internal static class StepArgument
{
    /// <summary>The steps that are meant: one by its path, or all instances of a foreach by the path without keys.</summary>
    public static bool Means(string typed, RenderedStep step) => step.Path.Value == typed || step.Step.Path.Value == typed;

    /// <summary>The same, or a group around it.</summary>
    public static bool IsIn(string typed, RenderedStep step) =>
        Means(typed, step) || step.Path.IsWithin(new StepPath(typed)) || step.Step.Path.IsWithin(new StepPath(typed));

    public static RenderedStep? Find(RenderedPlan plan, string path) => All(plan.Steps).FirstOrDefault(s => s.Path.Value == path);

    public static Refusal Unknown(RenderedPlan plan, string path)
    {
        var paths = All(plan.Steps).Select(s => s.Path.Value).ToList();
        var near = Suggestion.Nearest(path, paths);
        var help = near is not null
            ? $"did you mean \"{near}\"?"
            : $"the first ones: {string.Join(", ", paths.Take(5))}; planrunner status lists all";
        return Refusal.Of(ExitCodes.Invalid, "PR3904", $"plan \"{plan.Plan.Name}\" has no step \"{path}\"", help);
    }

    /// <summary>Why it is not a step of the plan that runs something; null where it is.</summary>
    public static Refusal? MustBeStep(RenderedPlan plan, string path) =>
        Find(plan, path) switch
        {
            null => Unknown(plan, path),
            { IsGroup: true } group => Refusal.Of(
                ExitCodes.Invalid,
                "PR3908",
                $"\"{group.Path}\" is a group",
                $"name a step in it: {string.Join(", ", group.Leaves.Take(5).Select(l => l.Path))}"
            ),
            _ => null,
        };

    public static IEnumerable<RenderedStep> All(IEnumerable<RenderedStep> steps) => steps.SelectMany(s => All(s.Steps).Prepend(s));
}
