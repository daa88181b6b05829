namespace PlanRunner.Sql.Findings;

/// <summary>The severity of a finding.</summary>
internal enum FindingSeverity
{
    /// <summary>To know of.</summary>
    Note,

    /// <summary>Often wrong in production; a reviewer decides.</summary>
    Warn,

    /// <summary>An apply refuses it until the plan waives it with a reason.</summary>
    Block,
}
