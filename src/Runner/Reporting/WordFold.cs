namespace PlanRunner.Runner.Reporting;

/// <summary>Folds a line between its words. A word that is longer than the line stays whole: a path or a name is copied as one.</summary>
internal static class WordFold
{
    private const string Command = "planrunner ";

    /// <param name="line">Without a line break.</param>
    /// <param name="room">Columns.</param>
    /// <param name="hanging">Blanks before each further line.</param>
    public static IEnumerable<string> Lines(string line, int room, int hanging)
    {
        while (line.Length > room)
        {
            var indent = line.Length - line.TrimStart().Length;
            var at = room >= line.Length ? -1 : line.LastIndexOf(' ', room);
            if (at <= indent)
                at = line.IndexOf(' ', Math.Min(line.Length, Math.Max(indent, room)));
            if (at <= indent || string.IsNullOrWhiteSpace(line[at..]))
                break;
            yield return line[..at].TrimEnd();
            line = new string(' ', hanging) + line[at..].TrimStart();
        }

        yield return line;
    }

    /// <summary>The same for messages: a line with a command to run is not wrapped, as a shell would run its first half.</summary>
    public static IEnumerable<string> Told(string text, int room)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Length <= room || HoldsCommand(line))
            {
                yield return line;
                continue;
            }

            var label = line.Length - line.TrimStart().Length;
            foreach (var part in Lines(line, room, Math.Min(label + 4, room / 2)))
                yield return part;
        }
    }

    private static bool HoldsCommand(string line) =>
        line.IndexOf(Command, StringComparison.Ordinal) is >= 0 and var at
        && at + Command.Length < line.Length
        && char.IsAsciiLetterLower(line[at + Command.Length]);
}
