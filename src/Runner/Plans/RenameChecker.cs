using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Plans;

/// <summary>Checks <c>renamed_from</c>: only one step can be renamed from a former id, and none from an id that a step still has.</summary>
internal sealed class RenameChecker(StepIndex index, Diagnostics diagnostics)
{
    public void Check()
    {
        var claimed = new Dictionary<StepPath, Step>();
        foreach (var step in index.Steps.OrderBy(index.Turn))
        {
            if (step is { IsNew: true, RenamedFrom: [var other, ..] })
                diagnostics.Error(
                    "PR3983",
                    $"renamed_from of \"{step.Path}\" says \"none\" and \"{other.Path}\"",
                    other.Place,
                    "keep one of them"
                );
            foreach (var former in step.RenamedFrom)
                Check(step, former, claimed);
        }
    }

    private void Check(Step step, FormerPath former, Dictionary<StepPath, Step> claimed)
    {
        if (former.Path == step.Path)
            diagnostics.Error(
                "PR3980",
                $"\"{step.Path}\" is renamed from itself",
                former.Place,
                "name the path that it had before, or remove renamed_from"
            );
        else if (!claimed.TryAdd(former.Path, step))
            diagnostics.Error(
                "PR3981",
                $"\"{former.Path}\" was renamed to \"{claimed[former.Path].Path}\" and to \"{step.Path}\"",
                former.Place,
                "a step that ran continues under one path: keep one of them, and set renamed_from: none on the other"
            );
        else if (index.Find(former.Path) is { RenamedFrom.Count: 0, IsNew: false })
            diagnostics.Error(
                "PR3982",
                $"\"{step.Path}\" is renamed from \"{former.Path}\", which is in the plan",
                former.Place,
                $"if \"{former.Path}\" is a new step now, set renamed_from: none there; if not, remove this"
            );
    }
}
