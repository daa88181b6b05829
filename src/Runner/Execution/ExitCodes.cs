namespace PlanRunner.Runner.Execution;

/// <summary>The exit codes, the same for every command.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int StepFailed = 1;
    public const int ChangesFound = 2;
    public const int Invalid = 3;
    public const int PersonNeeded = 4;
    public const int Locked = 5;
    public const int NotUndone = 6;
    public const int Bug = 70;
    public const int Cancelled = 130;
}
