namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>Where a document is read, which decides how much of it is shown; not in which format it is written.</summary>
[Flags]
internal enum Media
{
    None = 0,

    /// <summary>A screen or a log: in the order of the run, short, without what can be looked up.</summary>
    Terminal = 1,

    /// <summary>A comment of limited size: only what happens.</summary>
    Comment = 2,

    /// <summary>A page that is searched and opened: everything.</summary>
    Page = 4,

    /// <summary>Notes at the lines of the plan: what a person must see.</summary>
    Annotations = 8,

    All = Terminal | Comment | Page | Annotations,
}
