namespace PlanRunner.Runner.Rehearsal;

/// <summary>How a rehearsal ended, which decides whether its sandbox is kept.</summary>
internal enum RehearsalEnd
{
    /// <summary>The plan ran to its end and the proof holds.</summary>
    Well,

    Failed,

    /// <summary>A person stopped it.</summary>
    Cancelled,
}
