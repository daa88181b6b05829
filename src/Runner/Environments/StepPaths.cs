using System.Text.RegularExpressions;
using PlanRunner.Runner.Plans;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Environments;

/// <summary>A plan's steps by the paths that an environment names them with, instances of a foreach among them.</summary>
internal sealed partial class StepPaths(Plan plan)
{
    private readonly StepIndex index = new(plan.Steps);

    public Step? Find(string path) => index.Find(new StepPath(Instance().Replace(path, "")));

    public IReadOnlyList<string> Of(Func<Step, bool> wanted) => [.. index.Steps.Where(wanted).Select(s => s.Path.Value)];

    [GeneratedRegex(@"\[[^\]/]*\]", RegexOptions.None, 1000)]
    private static partial Regex Instance();
}
