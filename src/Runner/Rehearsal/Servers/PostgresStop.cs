using PlanRunner.Steps.Postgres;

namespace PlanRunner.Runner.Rehearsal.Servers;

/// <summary>How a cluster is stopped.</summary>
internal enum PostgresStop
{
    /// <summary>Sessions are ended, all is written.</summary>
    Fast,

    /// <summary>At once; the next start recovers.</summary>
    Immediate,
}
