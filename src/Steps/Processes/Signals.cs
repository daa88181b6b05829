using System.Runtime.InteropServices;

namespace PlanRunner.Steps.Processes;

/// <summary>Signals to processes and process groups, which the framework cannot send.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>False where there is no such process, or it is not ours.</summary>
    public static bool Send(int process, int signal) => process > 0 && SendRaw(process, signal) == 0;

    /// <summary>Reaches every process of the group; false where none is left.</summary>
    public static bool SendToGroup(int group, int signal) => group > 1 && SendRaw(-group, signal) == 0;

    /// <summary>A process that has ended and was not yet waited for still counts.</summary>
    public static bool Exists(int process) => Send(process, 0) || (process > 0 && Marshal.GetLastPInvokeError() == NotPermitted);

    private const int NotPermitted = 1;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendRaw(int process, int signal);
}
