using System.Diagnostics;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Runner.Rehearsal.Measures;

/// <summary>
/// Measures the steps of an apply on throwaway servers while it runs, from the lines that it writes into its journal: before a step,
/// right before each COMMIT (when its transaction holds all of its locks), and after it. The apply itself runs as it always does, and
/// waits at these lines until the servers were asked.
/// </summary>
internal sealed class StepMeasurer(ServerMeasures servers)
{
    private readonly List<StepEvidence> steps = [];
    private readonly Dictionary<(string Connection, string Relation), (TableLock Lock, double Milliseconds)> locks = [];
    private readonly Dictionary<string, List<string>> transactions = new(StringComparer.Ordinal);
    private readonly Stopwatch watch = new();
    private IReadOnlyDictionary<string, ServerPoint>? before;
    private StepStarted? started;
    private LockSampler? sampler;

    public IReadOnlyList<StepEvidence> Steps => steps;

    /// <summary>One line of the journal, right after it was written. Returns once the servers answered.</summary>
    public void See(StateEvent line)
    {
        try
        {
            Measure(line);
        }
        catch (PostgresFailureException)
        {
            // A server that is gone is the apply's to tell; of this step there is no evidence.
            Forget();
        }
    }

    // Whoever writes the journal waits for this anyway, and has nothing else to do.
    private static T Wait<T>(Task<T> asked) => Task.Run(() => asked).GetAwaiter().GetResult();

    private void Measure(StateEvent line)
    {
        watch.Stop();
        switch (line)
        {
            case StepStarted { Undo: false, Text: not null, Effect: not StepEffect.Person } start:
                Forget();
                started = start;
                before = Wait(servers.PointsAsync(default));
                watch.Restart();
                break;
            case StepCommitting { Undo: false } committing when committing.Step == started?.Step:
                Committing(committing.Point);
                break;
            case StepRunning { Undo: false } running when running.Step == started?.Step:
                sampler ??= LockSampler.Start(servers, running.Backend.Connection, running.Backend.Pid);
                break;
            case StepDone done when done.Step == started?.Step:
                Done();
                break;
            case StepFailed or StepUndone:
                Forget();
                break;
        }

        if (started is not null)
            watch.Start();
    }

    private void Committing(CommitPoint point)
    {
        if (!transactions.TryGetValue(point.Connection, out var ids))
            transactions[point.Connection] = ids = [];
        ids.Add(point.Xid);
        Add(Wait(servers.LocksAsync(point.Connection, point.BackendPid, default)));
    }

    private void Add(IEnumerable<EvidenceLock> taken)
    {
        foreach (var one in taken)
        {
            var key = (one.Connection, one.Relation);
            var known = locks.GetValueOrDefault(key);
            var mode = TableLocks.Named(one.Mode);
            locks[key] = (mode > known.Lock ? mode : known.Lock, Math.Max(known.Milliseconds, one.Milliseconds));
        }
    }

    private void Done()
    {
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        var sampled = sampler is not null;
        if (sampler is not null)
            Add(Wait(sampler.StopAsync()));
        sampler = null;
        var changes = Wait(servers.SinceAsync(before!, transactions, default));
        steps.RemoveAll(step => step.Path == started!.Step);
        steps.Add(
            new StepEvidence
            {
                Path = started!.Step,
                Fingerprint = started.Text!,
                Milliseconds = Math.Round(milliseconds, 1),
                WalBytes = changes.WalBytes,
                ServerWalBytes = transactions.Count == 0 && started.Effect != StepEffect.None ? changes.ServerWalBytes : null,
                Rows = changes.Rows,
                Locks =
                [
                    .. locks
                        .OrderByDescending(l => l.Value.Lock)
                        .ThenBy(l => l.Key.Relation, StringComparer.Ordinal)
                        .Select(l => new EvidenceLock(
                            l.Key.Connection,
                            l.Key.Relation,
                            l.Value.Lock.Name(),
                            Math.Round(l.Value.Milliseconds, 1)
                        )),
                ],
                NewFiles = changes.NewFiles,
                Sampled = sampled,
            }
        );
        Forget();
    }

    private void Forget()
    {
        if (sampler is not null)
            _ = Wait(sampler.StopAsync());
        started = null;
        sampler = null;
        locks.Clear();
        transactions.Clear();
    }
}
