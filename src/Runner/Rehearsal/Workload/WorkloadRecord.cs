using System.Runtime.InteropServices;

namespace PlanRunner.Runner.Rehearsal.Workload;

/// <summary>A write that a server acknowledged, when, and on which connection.</summary>
internal readonly record struct AcknowledgedWrite(Guid Id, long Milliseconds, string Connection, long Turn = 0);

/// <summary>What one client of the workload knows, read from its log.</summary>
internal sealed class WorkloadRecord(int client)
{
    public int Client { get; } = client;

    public List<AcknowledgedWrite> Acknowledged { get; } = [];

    /// <summary>COMMIT was sent and no answer came: they may be there or not.</summary>
    public HashSet<Guid> Unknown { get; } = [];

    /// <summary>Failures that certainly left nothing, by SQLSTATE.</summary>
    public SortedDictionary<string, int> Failures { get; } = new(StringComparer.Ordinal);

    public long Turn { get; set; }

    /// <summary>The longest time between two acknowledgements, and between the last one before a move and the first after it.</summary>
    public (TimeSpan Any, TimeSpan? AtMove) LongestPauses()
    {
        var any = TimeSpan.Zero;
        TimeSpan? atMove = null;
        var writes = CollectionsMarshal.AsSpan(Acknowledged);
        for (var i = 1; i < writes.Length; i++)
        {
            var pause = TimeSpan.FromMilliseconds(writes[i].Milliseconds - writes[i - 1].Milliseconds);
            if (writes[i].Connection != writes[i - 1].Connection)
                atMove = pause > (atMove ?? TimeSpan.Zero) ? pause : atMove;
            else if (pause > any)
                any = pause;
        }

        return (any, atMove);
    }

    internal void Count(string sqlState) => Failures[sqlState] = Failures.GetValueOrDefault(sqlState) + 1;
}
