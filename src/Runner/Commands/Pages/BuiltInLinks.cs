using System.Text.RegularExpressions;
using PlanRunner.Runner.BuiltIn;

namespace PlanRunner.Runner.Commands.Pages;

/// <summary>
/// Links of a built-in page as who has no checkout can follow them: one to another page stays, one to a schema becomes the command that
/// prints it, and one to a file that is not built in the file's path in the repository.
/// </summary>
internal static partial class BuiltInLinks
{
    private const string Folder = "docs/";
    private const int Milliseconds = 5000;

    public static string Followable(string page) =>
        Link()
            .Replace(
                page,
                link =>
                {
                    var target = link.Groups["target"].Value;
                    if (target.Length == 0 || target.Contains(':', StringComparison.Ordinal))
                        return link.Value;
                    var path = Target(target);
                    if (path.StartsWith(Folder, StringComparison.Ordinal) && EmbeddedFiles.Exists(path))
                        return link.Value;
                    var text = link.Groups["text"].Value;
                    if (path.StartsWith("schemas/", StringComparison.Ordinal) && EmbeddedFiles.Exists(path))
                        return $"{text} (`planrunner schema {Path.GetFileName(path).Split('.')[0]}`)";
                    return text == path ? $"`{path}` (in the repository)" : $"{text} (`{path}` in the repository)";
                }
            );

    /// <summary>Where a link of a page leads, from the repository's root.</summary>
    public static string Target(string target)
    {
        var parts = new List<string>();
        foreach (var part in (Folder + target).Split('/'))
        {
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ""))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(
        @"\[(?<text>[^\]\n]*)\]\((?<target>[^)#\s]*)(#(?<section>[^)\s]*))?\)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Milliseconds
    )]
    internal static partial Regex Link();
}
