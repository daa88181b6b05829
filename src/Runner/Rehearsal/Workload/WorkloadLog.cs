using System.Globalization;
using System.Text;

namespace PlanRunner.Runner.Rehearsal.Workload;

/// <summary>
/// What one client of the workload knows of its writes, a line each, written before it goes on:
/// <c>? id turn</c> COMMIT is about to be sent, <c>+ id turn milliseconds connection</c> it was acknowledged,
/// <c>- id sqlstate</c> it certainly was not committed, <c>! sqlstate milliseconds connection</c> it failed before COMMIT.
/// </summary>
internal sealed class WorkloadLog : IDisposable
{
    private readonly FileStream file;

    public WorkloadLog(string sandbox, int client)
    {
        var path = PathOf(sandbox, client);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // A line that a kill interrupted would run into the next one.
        var torn = File.Exists(path) && File.ReadAllBytes(path) is [.., not (byte)'\n'];
        file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (torn)
            Write("");
    }

    /// <summary>Comparable between processes of one machine.</summary>
    public static long Now => (long)TimeProvider.System.GetElapsedTime(0).TotalMilliseconds;

    public static string PathOf(string sandbox, int client) => Path.Combine(WorkloadPlan.FolderIn(sandbox), "clients", $"{client}.log");

    public void Sending(Guid id, long turn) => Write($"? {id} {turn}");

    public void Acknowledged(Guid id, long turn, string connection) => Write($"+ {id} {turn} {Now} {connection}");

    public void NotCommitted(Guid id, string sqlState) => Write($"- {id} {sqlState}");

    public void Refused(string sqlState, string connection) => Write($"! {sqlState} {Now} {connection}");

    public void Dispose() => file.Dispose();

    public static WorkloadRecord Read(string sandbox, int client)
    {
        var record = new WorkloadRecord(client);
        var path = PathOf(sandbox, client);
        if (!File.Exists(path))
            return record;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            switch (parts[0])
            {
                case "?" when parts.Length == 3 && Guid.TryParse(parts[1], out var id):
                    record.Unknown.Add(id);
                    record.Turn = Math.Max(record.Turn, long.Parse(parts[2], CultureInfo.InvariantCulture));
                    break;
                case "+" when parts.Length == 5 && Guid.TryParse(parts[1], out var id):
                    record.Unknown.Remove(id);
                    record.Acknowledged.Add(
                        new AcknowledgedWrite(
                            id,
                            long.Parse(parts[3], CultureInfo.InvariantCulture),
                            parts[4],
                            long.Parse(parts[2], CultureInfo.InvariantCulture)
                        )
                    );
                    break;
                case "-" when parts.Length == 3 && Guid.TryParse(parts[1], out var id):
                    record.Unknown.Remove(id);
                    record.Count(parts[2]);
                    break;
                case "!" when parts.Length == 4:
                    record.Count(parts[1]);
                    break;
            }
        }

        return record;
    }

    private void Write(string line) => file.Write(Encoding.UTF8.GetBytes(line + "\n"));
}
