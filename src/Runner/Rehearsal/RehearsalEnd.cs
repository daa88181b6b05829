namespace PlanRunner.Runner.Rehearsal;

/// <summary>How a rehearsal came out, which decides what becomes of its sandbox.</summary>
internal enum RehearsalEnd
{
    /// <summary>The plan ran to its end and the proof holds.</summary>
    Well,

    Failed,

    /// <summary>A person stopped it.</summary>
    Cancelled,
}
