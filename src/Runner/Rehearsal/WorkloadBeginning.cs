using PlanRunner.Runner.Rehearsal.Workload;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>
/// Waits, before the plan begins, until the application works: every client has got something through, and every transaction has gone
/// through once. A workload that cannot work shows here and not at the move.
/// </summary>
internal static class WorkloadBeginning
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A rare transaction is not waited for.
    private static readonly TimeSpan PatienceForAll = TimeSpan.FromSeconds(5);

    public static async Task WaitAsync(
        RehearsalRequest request,
        Sandbox sandbox,
        WorkloadPlan workload,
        CancellationToken cancellationToken
    )
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var writes = Enumerable
                .Range(0, workload.Clients)
                .Select(client => WorkloadLog.Read(sandbox.Folder, client).Acknowledged)
                .ToList();
            var waited = TimeProvider.System.GetElapsedTime(start);
            var all =
                writes.SelectMany(client => client).Select(write => workload.IndexAt(write.Turn)).Distinct().Count()
                == workload.Transactions.Count;
            if (writes.TrueForAll(client => client.Count > 0) && (all || waited > PatienceForAll))
                return;
            if (!sandbox.Workload.IsRunning)
                throw request.WorkloadTrouble("PR7000", "the workload ended before the plan started", sandbox);
            if (waited > Patience)
                throw request.WorkloadTrouble(
                    "PR7002",
                    $"client {writes.FindIndex(client => client.Count == 0)} of the workload committed nothing in "
                        + $"{Patience.TotalSeconds:0} s, before the plan started",
                    sandbox
                );
            await Task.Delay(Poll, cancellationToken);
        }
    }
}
