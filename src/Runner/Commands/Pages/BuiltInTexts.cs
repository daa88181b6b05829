using System.Text;
using PlanRunner.Runner.BuiltIn;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Plans;
using PlanRunner.Source;

namespace PlanRunner.Runner.Commands.Pages;

/// <summary>Texts of one kind that are built into the tool, by the names that people use for them.</summary>
/// <param name="folder">Their folder among the built-in files, such as <c>docs/</c>.</param>
/// <param name="ending">What their files' names end with and people leave out.</param>
/// <param name="kind">What one of them is called in a message.</param>
/// <param name="id">The id of the message where there is none of a name.</param>
internal sealed class BuiltInTexts(string folder, string ending, string kind, string id)
{
    public IReadOnlyList<string> Names { get; } =
    [
        .. EmbeddedFiles
            .Names.Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Select(name => name[folder.Length..^ending.Length]),
    ];

    /// <summary>The name of what was typed, with or without folder and ending; null where there is none.</summary>
    public string? Find(string typed)
    {
        var name = typed.Trim('/');
        if (name.StartsWith(folder, StringComparison.Ordinal))
            name = name[folder.Length..];
        if (ending.Length > 0 && name.EndsWith(ending, StringComparison.Ordinal))
            name = name[..^ending.Length];
        return Names.Contains(name) ? name : null;
    }

    public string Read(string name) => Encoding.UTF8.GetString(EmbeddedFiles.Read(folder + name + ending)!);

    /// <summary>Every name with what its text says of itself, a line each.</summary>
    public string List(Func<string, string> about)
    {
        var width = Names.Max(name => name.Length);
        return string.Join('\n', Names.Select(name => $"{name.PadRight(width)}  {about(Read(name))}"));
    }

    /// <summary>Says that there is none of this name, and which one may have been meant.</summary>
    public Refusal Unknown(string typed, string list) =>
        Refusal.Of(ExitCodes.Invalid, id, $"there is no {kind} \"{typed}\"", Suggestion.Help(typed, Names, $"{list} lists them"));
}
