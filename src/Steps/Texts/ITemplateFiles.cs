using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Texts;

/// <summary>Finds the files that plans name: beside the plan, then in its templates/, then among those built in.</summary>
internal interface ITemplateFiles
{
    /// <summary>The file's text; null with a diagnostic at <paramref name="place"/> when it is missing, unreadable or outside.</summary>
    SourceText? Find(string name, Place place, Diagnostics diagnostics);

    /// <summary>The files that a path means, one or all in a folder, as they are now; none where there is no such file.</summary>
    /// <param name="path">From <paramref name="folder"/>, or a full one.</param>
    /// <param name="folder">From the plan's folder.</param>
    /// <param name="whole">A folder means all that is in it; else nothing.</param>
    IReadOnlyList<FileContent> Contents(string path, string folder, bool whole) => [];
}
