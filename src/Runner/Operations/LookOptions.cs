using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Operations;

/// <summary>How a change set is looked at and shown.</summary>
/// <param name="Again">The command that shows it again.</param>
internal sealed record LookOptions(string Again)
{
    public bool Offline { get; init; }

    public bool Full { get; init; }

    /// <summary>Without what checks ask, which may be much work for a database.</summary>
    public bool WithoutChecks { get; init; }

    public Evidence? Evidence { get; init; }
}
