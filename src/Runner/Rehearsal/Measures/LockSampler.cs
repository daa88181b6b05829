using PlanRunner.Runner.Reviewing;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Runner.Rehearsal.Measures;

/// <summary>Looks at the locks of one backend again and again, while a statement runs that is in no transaction of ours.</summary>
internal sealed class LockSampler
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly CancellationTokenSource stop = new();
    private readonly Task<IReadOnlyList<EvidenceLock>> looking;

    private LockSampler(ServerMeasures servers, string connection, int backend) =>
        looking = Task.Run(() => LookAsync(servers, connection, backend));

    public static LockSampler Start(ServerMeasures servers, string connection, int backend) => new(servers, connection, backend);

    public async Task<IReadOnlyList<EvidenceLock>> StopAsync()
    {
        await stop.CancelAsync();
        var seen = await looking;
        stop.Dispose();
        return seen;
    }

    private async Task<IReadOnlyList<EvidenceLock>> LookAsync(ServerMeasures servers, string connection, int backend)
    {
        var seen = new List<EvidenceLock>();
        try
        {
            await using var session = await servers.OpenAsync(connection, stop.Token);
            while (!stop.IsCancellationRequested)
            {
                foreach (var taken in await ServerMeasures.LocksAsync(session, backend, stop.Token))
                {
                    seen.RemoveAll(known => known.Relation == taken.Relation && known.Mode == taken.Mode);
                    seen.Add(taken);
                }

                await Task.Delay(Pause, stop.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or PostgresFailureException)
        {
            // What was seen until then is kept.
        }

        return seen;
    }
}
