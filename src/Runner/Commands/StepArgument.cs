using PlanRunner.Steps.Source;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Commands;

/// <summary>A step as a person typed it.</summary>
internal static class StepArgument
{
    public static RenderedStep? Find(LoadedPlan loaded, string path) => All(loaded.Rendered.Steps).FirstOrDefault(s => s.Path.Value == path);

    public static string Unknown(LoadedPlan loaded, string path)
    {
        var near = Suggestion.Nearest(path, All(loaded.Rendered.Steps).Select(s => s.Path.Value));
        return $"error PR3904: plan \"{loaded.Plan.Name}\" has no step \"{path}\"{(near is null ? "" : $"\n  help: did you mean \"{near}\"?")}";
    }

    private static IEnumerable<RenderedStep> All(IEnumerable<RenderedStep> steps) => steps.SelectMany(s => All(s.Steps).Prepend(s));
}
