namespace PlanRunner.Tests.Quoting;

/// <summary>Puts a mark somewhere into a template, outside of its braces, so that all that follows is read otherwise.</summary>
internal static class Disturbance
{
    public static string In(string text, Random random, IReadOnlyList<string> marks)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var at = random.Next(text.Length + 1);
            var before = text.AsSpan(0, at);
            var mark = marks[random.Next(marks.Count)];
            // The language indents the lines of a value that is not quoted where it stands first in its line.
            var indents =
                mark.Contains('\n', StringComparison.Ordinal) && before.LastIndexOf("{{ capture") > before.LastIndexOf("{{ end }}");
            if (before.LastIndexOf("{{") <= before.LastIndexOf("}}") && !before.EndsWith("{") && !indents)
                return text.Insert(at, mark);
        }

        return text;
    }
}
