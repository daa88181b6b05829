namespace PlanRunner.Runner.State;

/// <summary>Who runs a command, and where: is recorded in the lock and in every line of the state that a person is answerable for.</summary>
/// <param name="User">The account.</param>
/// <param name="Machine">The host's name.</param>
/// <param name="Process">The process id.</param>
internal sealed record Operator(string User, string Machine, int Process)
{
    /// <summary>That of this process.</summary>
    public static Operator OfProcess { get; } = new(Environment.UserName, Environment.MachineName, Environment.ProcessId);
}
