using PlanRunner.Steps.Source;

namespace PlanRunner.Steps;

/// <summary>Finds the files that plans name: beside the plan, then in its templates/, then among those built in.</summary>
public interface ITemplateFiles
{
    /// <summary>The file's text; null with a diagnostic at <paramref name="place"/> when it is missing, unreadable or outside.</summary>
    SourceText? Find(string name, Place place, Diagnostics diagnostics);
}
