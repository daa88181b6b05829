using System.Diagnostics;
using PlanRunner.Runner.Rehearsal.Measures;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.Rehearsal.Workload;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>
/// A whole rehearsal: clusters, seed, workload, apply, proof, report, and nothing left; or, where it is to be kept, how to go on.
/// </summary>
internal sealed class RehearsalRunner(RehearsalRequest request, TimeProvider time)
{
    private const int Failed = 1;
    private readonly Stopwatch watch = Stopwatch.StartNew();

    /// <summary>0 when the plan ran to its end and the proof holds; else the apply's exit code, or 1.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // Found out now, not after the rehearsal.
        if (request.EvidenceFile is { } file)
            await File.Open(file, FileMode.OpenOrCreate, FileAccess.Write).DisposeAsync();
        if (RehearsalWatch.Unanswered(request) is { Count: > 0 } unanswered && !request.SetupOnly && !request.Partial)
            throw new RehearsalException(unanswered);
        var takenUp = await TakeUpAsync(cancellationToken);
        await SandboxOwner.RemoveAbandonedAsync(cancellationToken);
        var sandbox = takenUp ?? await new SandboxSetUp(request, time, Tell).RunAsync(cancellationToken);
        int? code = null;
        try
        {
            await StartWorkloadAsync(sandbox, cancellationToken);
            code = request.SetupOnly ? 0 : await ApplyAndProveAsync(sandbox, cancellationToken);
            return code.Value;
        }
        finally
        {
            await new SandboxLeaving(request, sandbox).RunAsync(takenUp is not null, Ended(code, cancellationToken));
        }
    }

    /// <summary>Stops all that runs in a sandbox that an earlier rehearsal left, and removes it.</summary>
    public static async Task RemoveAsync(string folder)
    {
        folder = Path.GetFullPath(folder);
        if (SandboxDescription.Read(folder) is null && WorkloadPlan.Read(folder) is null)
            throw new RehearsalException($"{folder} is not a sandbox of a rehearsal", "name the folder that the rehearsal printed");
        await SandboxOwner.RemoveAsync(folder);
    }

    private static RehearsalEnd Ended(int? code, CancellationToken cancellationToken) =>
        code == 0 ? RehearsalEnd.Well
        : cancellationToken.IsCancellationRequested ? RehearsalEnd.Cancelled
        : RehearsalEnd.Failed;

    private async Task<Sandbox?> TakeUpAsync(CancellationToken cancellationToken)
    {
        if (request.Folder is null || await Sandbox.OpenAsync(request.Folder, cancellationToken) is not { } sandbox)
            return null;
        if (sandbox.Description.Plan != request.Plan.Name)
            throw new RehearsalException(
                $"{request.Folder} is a sandbox of plan \"{sandbox.Description.Plan}\"",
                "name that plan, or another folder"
            );
        Tell($"Continuing in {sandbox.Folder}");
        return sandbox;
    }

    private async Task StartWorkloadAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        if (WorkloadPlan.Read(sandbox.Folder) is not { } workload || sandbox.Workload.IsRunning)
            return;
        await sandbox.Workload.StartAsync(request.WorkloadCommand, cancellationToken);
        // In a sandbox that is resumed the plan may just be blocking the application.
        if (!File.Exists(sandbox.StateFile))
            await WorkloadBeginning.WaitAsync(request, sandbox, workload, cancellationToken);
        Tell($"{workload.Clients} clients write {workload.Rate:0.#} transactions a second.");
    }

    private async Task<int> ApplyAndProveAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        var code = await ApplyAsync(sandbox, cancellationToken);
        if (code != 0 && !cancellationToken.IsCancellationRequested)
            request.Print(RehearsalReport.WriteFailed(Title(sandbox, ", which failed"), Times(sandbox), WorkloadOutput(sandbox)));
        if (code != 0 || request.Partial)
            return code;
        Tell("Measuring …");
        try
        {
            return await ProveAsync(sandbox, cancellationToken);
        }
        catch (PostgresFailureException failure)
        {
            // A ledger that the target does not have, for instance.
            throw new RehearsalException([
                failure.Diagnostic with
                {
                    Message = $"the proof could not be made: {failure.Message}",
                    Place = failure.Diagnostic.Place ?? request.Environment.Sandbox?.Workload?.Place,
                    Help =
                        "ledger and counters must be, with their rows, where the application ends up; correct the plan or the workload's "
                        + "names of them",
                },
            ]);
        }
    }

    private async Task<int> ProveAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        var hasWorkload = WorkloadPlan.Read(sandbox.Folder) is not null;
        if (hasWorkload)
            await StopWorkloadAsync(sandbox, cancellationToken);
        var proof = await RehearsalProof.MeasureAsync(sandbox, cancellationToken);
        if (hasWorkload)
            await sandbox.Workload.ReleaseAsync(cancellationToken);
        request.Print(RehearsalReport.Write(Title(sandbox, ""), Times(sandbox), proof, WorkloadOutput(sandbox)));
        return proof.Ok ? 0 : Failed;
    }

    // They were reported while the steps ran, unless only the report is shown.
    private JournalTimes? Times(Sandbox sandbox) => request.StepsTold ? null : JournalTimes.Read(sandbox.StateFile);

    private string Title(Sandbox sandbox, string more)
    {
        var versions = string.Join(", ", sandbox.Clusters.Select(c => $"{c.Key} {c.Value.Version}"));
        return $"Rehearsal of {request.Plan.Name} in {request.Environment.Name} ({versions}){more}, {Durations.Format(watch.Elapsed)}";
    }

    private IReadOnlyList<string> WorkloadOutput(Sandbox sandbox) =>
        RehearsalReport.WorkloadOutput(sandbox.Workload, request.Environment.Secrets);

    private async Task<int> ApplyAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        var watched = new RehearsalWatch(request, sandbox, time);
        return request.EvidenceFile is { } file
            ? await new MeasuredApply(request, sandbox, time, Tell).RunAsync(watched, file, cancellationToken)
            : await watched.RunAsync(
                (see, token) => request.ApplyAsync(sandbox.EnvironmentFile, sandbox.StateFile, see, token),
                cancellationToken
            );
    }

    private async Task StopWorkloadAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        await sandbox.Workload.StopClientsAsync(cancellationToken);
        if (!sandbox.Workload.HasEnded)
            throw request.WorkloadTrouble("PR7000", "the workload had ended before the plan did", sandbox);
    }

    private void Tell(string text) => request.Tell($"[{Durations.Format(watch.Elapsed)}] {text}");
}
