using PlanRunner.Source;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Plans;

/// <summary>Checks guarded groups: all that is done in one before its point of no return can be undone, or says that it need not.</summary>
internal sealed class GuardChecker(Diagnostics diagnostics)
{
    public void Check(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            if (step.Guarded)
            {
                CheckInside(step.Steps, step, canTurnBack: true);
                continue;
            }

            Check(step.Steps);
        }
    }

    // Returns whether what follows can still be undone.
    private bool CheckInside(IReadOnlyList<Step> steps, Step guard, bool canTurnBack)
    {
        foreach (var step in steps)
        {
            if (step.Guarded)
                diagnostics.Error(
                    "PR3018",
                    $"the guarded group \"{step.Id}\" is inside the guarded group \"{guard.Id}\"",
                    step.Place,
                    "remove on_failure from one of them"
                );
            if (step.PointOfNoReturn)
                canTurnBack = false;
            if (canTurnBack && step is { Body.HasEffect: true, Undo: null })
            {
                diagnostics.Error(
                    "PR3006",
                    $"\"{step.Id}\" has no undo, and its group \"{guard.Id}\" is undone on failure",
                    step.Place,
                    "add undo:, or undo: none if there is nothing to undo"
                );
            }

            canTurnBack = CheckInside(step.Steps, guard, canTurnBack);
        }

        return canTurnBack;
    }
}
