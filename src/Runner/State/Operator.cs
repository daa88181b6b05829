namespace PlanRunner.Runner.State;

/// <summary>Who runs a command, and where: written into the lock and into every line of the state that a person is responsible for.</summary>
/// <param name="User">The account.</param>
/// <param name="Machine">The host's name.</param>
/// <param name="Process">The process id.</param>
internal sealed record Operator(string User, string Machine, int Process)
{
    /// <summary>That of this process.</summary>
    public static Operator OfProcess { get; } = new(Environment.UserName, Environment.MachineName, Environment.ProcessId);
}
