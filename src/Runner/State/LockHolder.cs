namespace PlanRunner.Runner.State;

/// <summary>Who holds a state's lock, as written into the lock file for the others to read.</summary>
internal sealed record LockHolder(int Pid, string By, string Host, DateTimeOffset Since, string Command)
{
    public override string ToString() => $"{By}@{Host}, process {Pid}, '{Command}', since {Since:yyyy-MM-dd HH:mm:ss}Z";
}
