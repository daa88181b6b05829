using PlanRunner.Runner.Rehearsal.Measures;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Runner.Rehearsal.Workload;

/// <summary>
/// The application of a rehearsal, in a process of its own (the hidden command <c>workload</c>), so that it goes on whatever
/// happens to the runner. It moves to the other server when the journal says that the plan's step for it has started.
/// </summary>
internal static class WorkloadRunner
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    /// <summary>Works until the token is cancelled (SIGTERM) or the sandbox's stop file is there; 0 when it ended in order.</summary>
    public static async Task<int> RunAsync(string sandbox, Action<string> tell, CancellationToken cancellationToken)
    {
        var plan = WorkloadPlan.Read(sandbox) ?? throw new RehearsalException($"{sandbox} has no workload");
        var process = new WorkloadProcess(sandbox);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var moved = File.Exists(process.MovedFile) ? plan.MovesTo : null;
        Session? snapshot = null;
        var refusals = new WorkloadRefusals(tell, () => File.Exists(plan.StateFile));
        var clients = Enumerable.Range(0, plan.Clients).Select(ClientAsync).ToList();
        // Here so that whoever waits for it knows that every client was begun.
        WriteWhole(process.ProcessFile, OtherProcess.Self.ToString());
        var tail = new JournalTail(plan.StateFile);
        try
        {
            // A sandbox that is gone took its servers with it: nobody is left to tell us to stop.
            while (
                !stop.IsCancellationRequested
                && Directory.Exists(sandbox)
                && !File.Exists(process.StopFile)
                && !clients.Exists(client => client.IsFaulted)
            )
            {
                if (moved is null && plan.MovesTo is { } to && plan.MovesOn is { } step && tail.FindStarted(step))
                {
                    snapshot = await HoldSnapshotAsync(to, process, cancellationToken);
                    await File.WriteAllTextAsync(process.MovedFile, "", cancellationToken);
                    moved = to;
                }

                await Task.Delay(Poll, CancellationToken.None);
            }

            await stop.CancelAsync();
            await Task.WhenAll(clients);
            if (!Directory.Exists(sandbox))
                return 0;
            await File.WriteAllTextAsync(process.EndedFile, "", CancellationToken.None);
            // The snapshot is as long there as this session is.
            while (
                snapshot is not null
                && !cancellationToken.IsCancellationRequested
                && Directory.Exists(sandbox)
                && !File.Exists(process.ReleaseFile)
            )
                await Task.Delay(Poll, CancellationToken.None);
            return 0;
        }
        finally
        {
            if (snapshot is not null)
                await snapshot.DisposeAsync();
        }

        async Task ClientAsync(int number)
        {
            var turn = WorkloadLog.Read(sandbox, number).Turn;
            using var log = new WorkloadLog(sandbox, number);
            await new WorkloadClient(plan, number, log, turn, refusals).RunAsync(() => moved ?? plan.StartsOn, stop.Token);
        }
    }

    // Whoever finds the file finds all of it: an empty one would read as a process that does not run.
    private static void WriteWhole(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>
    /// Keeps the target as it was before the application's first write on it, so that afterwards every row can be compared with
    /// the frozen source although the application goes on.
    /// </summary>
    private static async Task<Session?> HoldSnapshotAsync(
        WorkloadServer server,
        WorkloadProcess process,
        CancellationToken cancellationToken
    )
    {
        var sessions = new Sessions(
            "rehearsal",
            new Dictionary<string, ConnectionSettings>(StringComparer.Ordinal)
            {
                ["target"] = server.As("postgres", server.SuperuserPassword),
            }
        );
        try
        {
            var session = await sessions.OpenAsync(
                "target",
                new StepPath("snapshot"),
                new Dictionary<string, string>(),
                null,
                null,
                cancellationToken
            );
            await session.RunAsync("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", [], 0, cancellationToken);
            var name = (await session.RunAsync("SELECT pg_catalog.pg_export_snapshot()", [], 1, cancellationToken)).Rows[0][0]!;
            WriteWhole(process.SnapshotFile, name);
            return session;
        }
        catch (PostgresFailureException)
        {
            // The application moves all the same; the report says that nothing was compared.
            return null;
        }
    }
}
