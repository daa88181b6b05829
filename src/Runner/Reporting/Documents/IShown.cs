namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>A part of a document that need not be shown everywhere.</summary>
internal interface IShown
{
    Media In { get; }
}
