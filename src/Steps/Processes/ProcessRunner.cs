namespace PlanRunner.Steps.Processes;

/// <summary>Runs child processes and stops them; the only place where a process is started.</summary>
public sealed class ProcessRunner
{
}
