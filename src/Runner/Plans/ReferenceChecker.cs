using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Plans;

/// <summary>Checks what steps name elsewhere in the plan: connections, and captured values, whose step it resolves.</summary>
/// <param name="connections">The names that the plan declares; null where they are unknown.</param>
internal sealed class ReferenceChecker(IReadOnlyList<string>? connections, StepIndex index, Diagnostics diagnostics)
{
    public void Check()
    {
        foreach (var step in index.Steps)
        {
            CheckConnections(step.Body?.Connections);
            CheckParameters(step, step.Body?.Parameters, itself: false);
            CheckConnections(step.Undo?.Body?.Connections);
            CheckParameters(step, step.Undo?.Body?.Parameters, itself: true);
            CheckProbe(step, step.DoneWhen);
            CheckProbe(step, step.Verify);
        }
    }

    private void CheckProbe(Step step, Probe? probe)
    {
        if (probe is null)
            return;
        CheckConnections([probe.On]);
        CheckParameters(step, probe.Parameters, itself: false);
    }

    private void CheckConnections(IReadOnlyList<ConnectionReference>? references)
    {
        foreach (var reference in references ?? [])
        {
            if (connections is not null && !connections.Contains(reference.Name, StringComparer.Ordinal))
                diagnostics.Error(
                    "PR3004",
                    $"the plan declares no connection \"{reference.Name}\"",
                    reference.Place,
                    Suggestion.Help(reference.Name, connections, "declare it under connections:")
                );
        }
    }

    private void CheckParameters(Step step, IReadOnlyDictionary<string, CaptureReference>? parameters, bool itself)
    {
        foreach (var reference in parameters?.Values ?? [])
        {
            if (Resolve(step, reference, itself) is { } target)
                reference.Resolved = target.Path;
        }
    }

    private Step? Resolve(Step step, CaptureReference reference, bool itself)
    {
        var target = index.Find(step.Path.Parent.Child(reference.Step)) ?? index.Find(new StepPath(reference.Step));
        if (target is null)
        {
            var known = index
                .Steps.Where(s => index.Turn(s) < index.Turn(step) && s.Body?.Captures.Count > 0)
                .Select(s => s.Path.Parent == step.Path.Parent ? s.Id : s.Path.Value);
            Tell(
                $"\"{reference}\" takes a value from step \"{reference.Step}\", which is not defined",
                Suggestion.Help(reference.Step, [.. known], "name a sibling above by its id, or another step by its path from the root")
            );
            return null;
        }

        if (ReferenceEquals(target, step) && !itself)
            return Tell($"\"{reference}\" takes a value from the step itself", "take it from a step above");
        if (index.Turn(target) > index.Turn(step))
            return Tell(
                $"\"{reference}\" takes a value from step \"{reference.Step}\", which is below",
                $"move \"{target.Id}\" above \"{step.Id}\""
            );
        // A step of unknown kind has been reported already.
        if (target is { IsGroup: true, Steps.Count: 0 })
            return null;
        if (target.IsGroup)
            return Tell(
                $"\"{reference}\" takes a value from \"{reference.Step}\", which is a group",
                Suggestion.Help(reference.Column, [.. target.Steps.Select(s => s.Id)], $"name a step inside it: {target.Path}/…")
            );
        if (target.Body is BrokenBody { CapturesKnown: false })
            return null;
        if (!target.Body!.Captures.Contains(reference.Column, StringComparer.Ordinal))
            return Tell(
                $"step \"{reference.Step}\" does not capture \"{reference.Column}\"",
                Suggestion.Help(
                    reference.Column,
                    target.Body.Captures,
                    target.Body.Kind.CaptureHelp(reference.Step, reference.Column, target.Body.Captures)
                )
            );
        return CheckInstances(step, target) is { } each
            ? Tell(
                $"\"{reference}\" takes a value from a step that runs once for each item of \"{each.Id}\"",
                $"move this step into \"{each.Id}\", or read the value without foreach"
            )
            : target;

        Step? Tell(string message, string? help)
        {
            diagnostics.Error("PR3005", message, reference.Place, help);
            return null;
        }
    }

    // A value from inside a foreach is known by its name only inside the same instance.
    private Step? CheckInstances(Step step, Step target) =>
        index.WithGroups(target).FirstOrDefault(t => t.ForEach is not null && t != step && !step.Path.IsWithin(t.Path));
}
