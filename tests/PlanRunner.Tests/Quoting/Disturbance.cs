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
            if (before.LastIndexOf("{{") <= before.LastIndexOf("}}") && !before.EndsWith("{"))
                return text.Insert(at, marks[random.Next(marks.Count)]);
        }

        return text;
    }
}
