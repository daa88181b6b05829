using System.Globalization;
using System.Text;

namespace PlanRunner.Steps.Processes;

/// <summary>
/// Children that outlived their runner, found by a variable that it had given them and that their own children inherit. Only
/// where the system shows the environment of processes (/proc), and only those of the same user.
/// </summary>
internal static class Leftovers
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(2);

    /// <summary>How long they are left alone, how long after each signal.</summary>
    private static readonly (int Signal, TimeSpan Patience)[] Ladder =
    [
        (0, TimeSpan.FromSeconds(10)),
        (Signals.Interrupt, TimeSpan.FromSeconds(2)),
        (Signals.Terminate, TimeSpan.FromSeconds(3)),
        (Signals.Kill, TimeSpan.FromSeconds(5)),
    ];

    public static IReadOnlyList<int> Find(ProcessMark mark)
    {
        var wanted = Encoding.UTF8.GetBytes($"{mark.Variable}={mark.Value}\0");
        return [.. Others().Where(id => IndexIn("environ", id, wanted) is var (at, before) && (at == 0 || before == 0))];
    }

    /// <summary>True where a process has the path in its arguments or its environment.</summary>
    public static bool AnyUses(string path)
    {
        var wanted = Encoding.UTF8.GetBytes(path);
        return Others().Any(id => IndexIn("cmdline", id, wanted) is not null || IndexIn("environ", id, wanted) is not null);
    }

    /// <summary>Waits for their end, and brings it about when it does not come. Null once none is left.</summary>
    /// <param name="patient">False where nobody wants to see them end by themselves.</param>
    public static async Task<string?> EndAsync(
        ProcessMark mark,
        TimeProvider time,
        Action<string> tell,
        CancellationToken cancellationToken,
        bool patient = true
    )
    {
        foreach (var (signal, patience) in Ladder.Skip(patient ? 0 : 1))
        {
            var left = Find(mark);
            if (left.Count == 0)
                return null;
            tell(
                signal == 0
                    ? $"waiting for what an earlier run left running: process {string.Join(", ", left)}"
                    : $"terminating process {string.Join(", ", left)}"
            );
            foreach (var process in left.Where(_ => signal > 0))
                Signals.Send(process, signal);
            var began = time.GetTimestamp();
            while (time.GetElapsedTime(began) < patience)
            {
                if (Find(mark).Count == 0)
                    return null;
                await Task.Delay(Poll, time, cancellationToken);
            }
        }

        return $"process {string.Join(", ", Find(mark))}, left by an earlier run, cannot be terminated";
    }

    /// <summary>Kills them at once: nobody is there any more who could wait for them.</summary>
    public static void Kill(ProcessMark mark) => SpinWait.SpinUntil(() => KillFound(mark) == 0, KillPatience);

    // One that was just being started is found by the next look.
    private static int KillFound(ProcessMark mark)
    {
        var left = Find(mark);
        foreach (var process in left)
            Signals.Send(process, Signals.Kill);
        return left.Count;
    }

    private static IEnumerable<int> Others() =>
        !Directory.Exists("/proc/self")
            ? []
            : Directory
                .EnumerateDirectories("/proc")
                .Select(folder =>
                    int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0
                )
                .Where(id => id > 0 && id != Environment.ProcessId);

    // Where the bytes are in what the system shows of a process, and the byte before them.
    private static (int At, byte Before)? IndexIn(string file, int process, byte[] wanted)
    {
        try
        {
            var shown = File.ReadAllBytes($"/proc/{process}/{file}");
            var at = shown.AsSpan().IndexOf(wanted);
            return at < 0 ? null : (at, at > 0 ? shown[at - 1] : (byte)0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone, or another user's.
            return null;
        }
    }
}
