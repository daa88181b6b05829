using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.Rehearsal.Workload;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>
/// Looks for what an apply of a rehearsal would wait for in vain, and ends it then: an application that has ended, or that the new
/// server refuses, and a manual step that nobody answers.
/// </summary>
internal sealed class RehearsalWatch(RehearsalRequest request, Sandbox sandbox, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(20);
    private readonly WorkloadPlan? workload = WorkloadPlan.Read(sandbox.Folder);
    private CancellationTokenSource? stop;
    private RehearsalException? trouble;
    private (string Step, long At)? waiting;

    /// <summary>Runs the apply under watch.</summary>
    /// <param name="applyAsync">The apply, with an observer of each line of its journal.</param>
    /// <param name="cancellationToken">Cancels the apply.</param>
    /// <exception cref="RehearsalException">It could only wait, and was ended.</exception>
    public async Task<int> RunAsync(Func<Action<StateEvent>, CancellationToken, Task<int>> applyAsync, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = new CancellationTokenSource();
        stop = ended;
        var watching = WatchAsync(over.Token);
        try
        {
            var code = await applyAsync(See, ended.Token);
            return trouble is null ? code : throw trouble;
        }
        catch (OperationCanceledException) when (trouble is not null)
        {
            throw trouble;
        }
        finally
        {
            await over.CancelAsync();
            await watching;
        }
    }

    /// <summary>Manual steps that certainly come, that no query can see and that nobody answers.</summary>
    public static IReadOnlyList<Diagnostic> Unanswered(RehearsalRequest request) =>
        request.Asked
            ? []
            :
            [
                .. Certain(request.Plan.Steps)
                    .Where(step =>
                        step is { Body.Kind.IsPersonsWork: true, DoneWhen: null }
                        && !request.Environment.ManualAnswers.ContainsKey(step.Path.Value)
                    )
                    .Select(step => Unanswered(step.Path.Value, step.Place)),
            ];

    private static IEnumerable<Step> Certain(IEnumerable<Step> steps) =>
        steps.Where(step => step is { When: null, ForEach: null }).SelectMany(step => step.IsGroup ? Certain(step.Steps) : [step]);

    private static Diagnostic Unanswered(string step, Place? place) =>
        Diagnostic.Error(
            "PR7001",
            $"step \"{step}\" is a manual step, and nothing answers it in this rehearsal",
            place,
            $"say in the rehearsal's environment which command does it, or that there is nothing to do: "
                + $"manual: {{ {step}: {{ command: [\"true\"] }} }}"
        );

    // Called where the journal is written: it must not wait.
    private void See(StateEvent line)
    {
        if (line is not StepStarted { Undo: false } started)
        {
            if (line is StepDone or StepFailed)
                waiting = null;
            return;
        }

        waiting = (started.Step, time.GetTimestamp());
        var moves = workload is { MovesTo: not null } && started.Step == workload.MovesOn;
        if (
            request.Plan.Kinds.Find(started.Kind) is { IsPersonsWork: true }
            && !moves
            && !request.Asked
            && !request.Environment.ManualAnswers.ContainsKey(started.Step)
        )
            End(new RehearsalException([Unanswered(started.Step, Find(request.Plan.Steps, started.Step)?.Place)]));
    }

    private async Task WatchAsync(CancellationToken over)
    {
        if (workload is null)
            return;
        while (!over.IsCancellationRequested && trouble is null)
        {
            if (!sandbox.Workload.IsRunning && !sandbox.Workload.HasEnded)
                End(request.WorkloadTrouble("PR7000", "the workload ended by itself: the application no longer writes", sandbox));
            else if (IsRefusedAfterTheMove())
                End(
                    request.WorkloadTrouble(
                        "PR7003",
                        $"the application has moved to {workload.MovesTo!.Connection}, cannot commit there, and step "
                            + $"\"{workload.MovesOn}\" waits for it",
                        sandbox
                    )
                );
            try
            {
                await Task.Delay(Poll, time, over);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // The plan waits at the step of the move, so it will not change what the new server refuses.
    private bool IsRefusedAfterTheMove()
    {
        if (
            waiting is not { } now
            || now.Step != workload!.MovesOn
            || !sandbox.Workload.HasMoved
            || time.GetElapsedTime(now.At) < RefusedFor
        )
            return false;
        waiting = null;
        return Find(request.Plan.Steps, now.Step) is { Body.Kind.IsPersonsWork: true }
            && !request.Environment.ManualAnswers.ContainsKey(now.Step)
            && !Enumerable
                .Range(0, workload.Clients)
                .SelectMany(client => WorkloadLog.Read(sandbox.Folder, client).Acknowledged)
                .Any(write => write.Connection == workload.MovesTo!.Connection);
    }

    private void End(RehearsalException what)
    {
        trouble = what;
        _ = stop!.CancelAsync();
    }

    private static Step? Find(IEnumerable<Step> steps, string path) =>
        steps.Select(step => step.Path.Value == path ? step : Find(step.Steps, path)).FirstOrDefault(found => found is not null);
}
