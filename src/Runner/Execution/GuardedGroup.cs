using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>
/// A group that must not stay open, such as a freeze: its clock runs across processes from its journaled start, and what was done
/// inside is undone in reverse when it fails before its point of no return.
/// </summary>
internal sealed class GuardedGroup(RunContext run)
{
    private readonly AttemptRunner attempts = new(run);

    /// <summary>Refuses a group that could wait for a person while it is open.</summary>
    public StepResult? RefuseToOpen(RenderedStep group)
    {
        var unanswered = group.Leaves.FirstOrDefault(leaf =>
            leaf.Included
            && leaf.Body!.Effect == StepEffect.Person
            && leaf.DoneWhen is null
            && run.Snapshot.Find(leaf.Path)?.Approved != true
            && !run.Plan.Environment.ManualAnswers.ContainsKey(leaf.Path.Value)
        );
        return unanswered is null
            ? null
            : new StepResult(
                group.Path,
                StepEnd.NeedsPerson,
                TimeSpan.Zero,
                "a manual step inside is not approved",
                Diagnostic.Error(
                    "PR6010",
                    $"group \"{group.Path}\" must not wait for approval while it is open, "
                        + $"and its manual step \"{unanswered.Path}\" has neither done_when nor an approval",
                    unanswered.Place,
                    $"approve it first: planrunner approve {run.CommandArguments.With(unanswered.Path)}"
                )
            )
            {
                Next = $"planrunner approve {run.CommandArguments.With(unanswered.Path)}",
            };
    }

    /// <summary>Writes the group's start, unless it is open already, and returns when it must be over.</summary>
    public Deadline Open(RenderedStep group)
    {
        var state = run.Snapshot.Find(group.Path);
        if (state is not { Status: StepStatus.Started })
        {
            run.Store.Write(
                new StepStarted(run.Run, group.Path.Value, StepEffect.None)
                {
                    Kind = StepState.GroupKind,
                    TimeoutSeconds = group.Timeout?.TotalSeconds,
                },
                flush: true
            );
            state = run.Snapshot.Find(group.Path);
        }

        var at = IsPastReturn(group) ? null : state!.StartedAt + state.Timeout;
        run.Tell(new RunEvent.GroupOpened(group, at));
        return new Deadline(at, run.Time);
    }

    public void Close(RenderedStep group) =>
        run.Store.Write(new StepDone(run.Run, group.Path.Value, "every step inside is done"), flush: true);

    public bool IsPastReturn(RenderedStep group) =>
        group.Leaves.Any(leaf => run.Snapshot.Find(leaf.Path)?.IsPastReturn(leaf.Step.PointOfNoReturn) == true);

    /// <summary>
    /// Undoes what was done inside, then writes <c>reopened</c>. Runs to its end even when the run was cancelled, and past what is
    /// stuck where the plan says that nothing above depends on it. Null when all of it was undone.
    /// </summary>
    public async Task<StepResult?> UndoAsync(RenderedStep group, string because, List<StepResult> results)
    {
        run.Tell(new RunEvent.UndoingGroup(group, because));
        if (run.Snapshot.Find(group.Path) is { Status: StepStatus.Started })
            run.Store.Write(new StepFailed(run.Run, group.Path.Value, false, because, Certain: true), flush: true);

        var reverser = new Reverser(run, attempts, ReversePolicy.GuardedGroup);
        if (await reverser.UndoAsync(group.Leaves.Reverse().Where(IsToUndo), results, CancellationToken.None) is { } stuck)
        {
            run.Tell(new RunEvent.GroupUndone(group, Whole: false));
            return stuck.Result with { Diagnostic = StuckDiagnostic(group, stuck.Step, stuck.Result) };
        }

        run.Store.Write(new GroupReopened(run.Run, group.Path.Value, because), flush: true);
        run.Tell(new RunEvent.GroupUndone(group, Whole: true));
        return null;
    }

    private bool IsToUndo(RenderedStep step) =>
        step.Undo is not null && run.Snapshot.Find(step.Path) is { } state && (state.MayHaveEffect || state.Undo is not null);

    private Diagnostic StuckDiagnostic(RenderedStep group, RenderedStep leaf, StepResult result) =>
        Diagnostic.Error(
            "PR6013",
            $"group \"{group.Path}\" could not be undone: {result.Because}",
            leaf.Place,
            $"every apply retries this first: planrunner apply {run.CommandArguments}; "
                + $"or undo it manually, then run: {run.CommandArguments.NotDone(leaf.Path)}"
        ) with
        {
            Detail =
                $"It has been open since {run.Snapshot.Find(group.Path)?.StartedAt:yyyy-MM-dd HH:mm:ss}Z. What would undo it"
                + $"{(leaf.Undo!.Connections.Any() ? $", on {string.Join(", ", leaf.Undo.Connections)}" : "")}:\n{leaf.Undo.Redacted}",
        };
}
