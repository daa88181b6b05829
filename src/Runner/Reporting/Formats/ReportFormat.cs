namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>A format of <c>--output</c>.</summary>
internal abstract class ReportFormat
{
    /// <summary>As it is typed.</summary>
    public abstract string Name { get; }

    /// <summary>It is made of commands of a workflow, which must not be made harmless.</summary>
    public virtual bool IsCommands => false;

    public abstract string Write(Report report, FormatOptions options);
}
