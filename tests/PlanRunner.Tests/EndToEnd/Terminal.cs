using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// A program on a terminal of its own, as in a window: it is the leader of the terminal's session. What is typed reaches it through the
/// terminal (Ctrl-C as a signal), and when the window is closed the system hangs up on it.
/// </summary>
internal sealed partial class Terminal : IDisposable
{
    public const char ControlC = '\x03';

    private const int ReadWrite = 2;
    private const int NotControlling = 0x100;

    // Another process that had it too would keep the window open.
    private const int CloseOnExec = 0x80000;
    private const int PollMilliseconds = 20;
    private const short PollIn = 1;

    private readonly int master;
    private readonly CancellationTokenSource closing = new();
    private readonly StringBuilder shown = new();
    private readonly Task reading;
    private bool closed;

    private Terminal(int master, Process process)
    {
        this.master = master;
        Process = process;
        reading = Task.Run(Read);
    }

    public Process Process { get; }

    /// <summary>All that it showed so far.</summary>
    public string Shown
    {
        get
        {
            lock (shown)
                return shown.ToString();
        }
    }

    public static Terminal Start(string folder, string program, params string[] arguments)
    {
        var opened = Checked(Open("/dev/ptmx", ReadWrite | NotControlling | CloseOnExec));
        Checked(Grant(opened));
        Checked(Unlock(opened));
        var name = new byte[128];
        Checked(Name(opened, name, (nuint)name.Length));
        var path = Encoding.UTF8.GetString(name).TrimEnd('\0');
        // setsid makes it the leader of a session whose terminal is its standard input; exec keeps the process id.
        var start = new ProcessStartInfo("sh", ["-c", "exec setsid --ctty \"$@\" <\"$TTY\" >\"$TTY\" 2>&1", "sh", program, .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            Environment =
            {
                ["TTY"] = path,
                ["TERM"] = "xterm",
                ["NO_COLOR"] = "1",
            },
        };
        return new Terminal(opened, Process.Start(start)!);
    }

    public void Type(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Checked((int)Write(master, bytes, (nuint)bytes.Length));
    }

    /// <summary>Closes the window.</summary>
    public async Task CloseAsync()
    {
        if (closed)
            return;
        closed = true;
        // While somebody reads from it, the system would keep it open.
        await closing.CancelAsync();
        await reading;
        Checked(Close(master));
    }

    public void Dispose()
    {
        CloseAsync().GetAwaiter().GetResult();
        Process.Dispose();
        closing.Dispose();
    }

    private void Read()
    {
        var buffer = new byte[4096];
        while (!closing.IsCancellationRequested)
        {
            var one = new PollOf { Descriptor = master, Events = PollIn };
            if (Poll(ref one, 1, PollMilliseconds) <= 0)
                continue;
            var read = (int)Read(master, buffer, (nuint)buffer.Length);
            // Nobody has the other end open any more.
            if (read <= 0)
                return;
            lock (shown)
                shown.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
    }

    private static int Checked(int result) =>
        result >= 0 ? result : throw new InvalidOperationException($"no terminal can be made here: {Marshal.GetLastPInvokeErrorMessage()}");

    [StructLayout(LayoutKind.Sequential)]
    private struct PollOf
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int descriptor);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int descriptor);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int Name(int descriptor, [Out] byte[] name, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollOf one, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, [Out] byte[] buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, byte[] buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
