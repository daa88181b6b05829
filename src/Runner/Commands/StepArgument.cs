using PlanRunner.Source;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Commands;

/// <summary>A step as a person typed it.</summary>
internal static class StepArgument
{
    /// <summary>The steps that are meant: one by its path, or all instances of a foreach by the path without keys.</summary>
    public static bool Means(string typed, RenderedStep step) => step.Path.Value == typed || step.Step.Path.Value == typed;

    public static RenderedStep? Find(LoadedPlan loaded, string path) => All(loaded.Rendered.Steps).FirstOrDefault(s => s.Path.Value == path);

    public static string Unknown(LoadedPlan loaded, string path)
    {
        var paths = All(loaded.Rendered.Steps).Select(s => s.Path.Value).ToList();
        var near = Suggestion.Nearest(path, paths);
        var help = near is not null ? $"did you mean \"{near}\"?" : $"its first ones: {string.Join(", ", paths.Take(5))}; planrunner status lists all";
        return $"error PR3904: plan \"{loaded.Plan.Name}\" has no step \"{path}\"\n  help: {help}";
    }

    private static IEnumerable<RenderedStep> All(IEnumerable<RenderedStep> steps) => steps.SelectMany(s => All(s.Steps).Prepend(s));
}
