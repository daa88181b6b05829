using System.Runtime.InteropServices;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>What this thread itself has worked: on a machine that is busy with something else a clock tells nothing of a program.</summary>
internal static partial class ThreadTime
{
    // CLOCK_THREAD_CPUTIME_ID of Linux, https://man7.org/linux/man-pages/man2/clock_gettime.2.html
    private const int ThreadClock = 3;

    public static TimeSpan Worked
    {
        get
        {
            if (GetTime(ThreadClock, out var time) != 0)
                throw new InvalidOperationException($"clock_gettime failed with {Marshal.GetLastPInvokeError()}");
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
