using System.Globalization;

namespace PlanRunner.Steps.Processes;

/// <summary>The first and the last lines of what was printed: what a failure shows, short enough to be read, however much was printed.</summary>
/// <param name="first">So many lines of the beginning.</param>
/// <param name="last">So many lines of the end.</param>
internal sealed class Excerpt(int first, int last)
{
    private const int LongestLine = 1000;
    private const int EndOfLine = 200;

    private readonly List<string> beginning = [];
    private readonly Queue<string> end = new();
    private long left;

    /// <summary>Of a program whose whole output is kept in a file.</summary>
    public static Excerpt OfKept() => new(5, 20);

    /// <summary>Where nothing else is left of it.</summary>
    public static Excerpt OfUnkept() => new(10, 100);

    public bool IsEmpty => beginning.Count == 0;

    public IEnumerable<string> Lines =>
        left == 0 ? [.. beginning, .. end] : [.. beginning, $"… {Number(left)} line{(left == 1 ? "" : "s")} left out", .. end];

    /// <summary>A line without its middle, where it is very long.</summary>
    public static string Cut(string line) =>
        line.Length <= LongestLine
            ? line
            : $"{line[..(LongestLine - EndOfLine)]} … {Number(line.Length - LongestLine)} characters left out … {line[^EndOfLine..]}";

    public void Add(string line)
    {
        if (beginning.Count < first)
        {
            beginning.Add(Cut(line));
            return;
        }

        end.Enqueue(Cut(line));
        if (end.Count <= last)
            return;
        end.Dequeue();
        left++;
    }

    public void Clear()
    {
        beginning.Clear();
        end.Clear();
        left = 0;
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
