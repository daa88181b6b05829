using System.Globalization;
using PlanRunner.Source;

namespace PlanRunner.Steps.Kinds.Shell;

/// <summary>The shell names its script and a line in it; people know the plan.</summary>
internal static class ScriptLine
{
    /// <summary>The same line, with its place in the plan where it named one in the script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="file">The file that it ran from.</param>
    /// <param name="said">What the shell said.</param>
    public static string InPlan(RenderedText script, string file, string said)
    {
        if (!said.StartsWith(file + ":", StringComparison.Ordinal))
            return said;
        var rest = said[(file.Length + 1)..].TrimStart();
        rest = rest.StartsWith("line ", StringComparison.Ordinal) ? rest[5..] : rest;
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !int.TryParse(rest[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var line))
            return said;
        var start = 0;
        for (var i = 1; i < line && start >= 0; i++)
            start = script.Text.IndexOf('\n', start) + 1;
        var place = script.PlaceAt(start);
        return $"{place.Source.Path}:{place.Line}:{rest[(colon + 1)..]}";
    }
}
