using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Decisions;

/// <summary>A changed text is accepted, or a step is new although a text like it ran under another id.</summary>
internal static class Accepting
{
    public static Decided Decide(DecisionOptions options, StepChange change) =>
        (options.AsNew, change) switch
        {
            (true, { RanUnder: { } ran }) => Decided.To(
                new StepDeclaredNew(change.Path.Value, ran.Beside, options.Reason, options.By.User, options.By.Machine),
                $"{change.Path} is a new step; it runs although {string.Join(", ", ran.Steps.Select(s => s.Path))} ran with a text like it."
            ),
            (true, _) => Decided.Not(
                "PR5077",
                $"no step under another id ran with a text like that of \"{change.Path}\"",
                $"no decision is needed: planrunner dry-run {options.Arguments}"
            ),
            (false, { RanUnder: { } ran }) => Decided.Not(
                "PR5077",
                $"step \"{change.Path}\": {ran.Text}",
                $"if it is a new step, add --as-new; if it was renamed: {new Undecided(options.Arguments).Move(ran.Steps[0].Path, change.Path.Value)}"
            ),
            (false, { Mark: ChangeMark.Changed }) => Decided.To(
                new StepAccepted(
                    change.Path.Value,
                    options.Reason,
                    options.By.User,
                    options.By.Machine,
                    change.Step.Fingerprint,
                    change.Step.Body!.Redacted
                ),
                $"Accepted the changed text of {change.Path}; it does not run again."
            ),
            _ => Decided.Not(
                "PR5024",
                $"the text of step \"{change.Path}\" is the one that ran",
                $"there is nothing to decide; see: {options.Status(change)}"
            ),
        };
}
