namespace PlanRunner.Tests.EndToEnd;

/// <summary>What a series did, and what it found.</summary>
/// <param name="Kills">Processes ended by SIGKILL.</param>
/// <param name="Faults">Everything else that was done to it: signals, connections cut, servers restarted, full disks.</param>
/// <param name="Inputs">Texts given to a reader.</param>
/// <param name="Canaries">Secrets planted and looked for.</param>
/// <param name="Effects">Effects looked at in the database.</param>
/// <param name="Lost">Effects that were not there.</param>
/// <param name="Doubled">Effects that were there more than once.</param>
internal readonly record struct SoakCounts(
    long Kills = 0,
    long Faults = 0,
    long Inputs = 0,
    long Canaries = 0,
    long Effects = 0,
    long Lost = 0,
    long Doubled = 0
)
{
    public static SoakCounts operator +(SoakCounts a, SoakCounts b) =>
        new(
            a.Kills + b.Kills,
            a.Faults + b.Faults,
            a.Inputs + b.Inputs,
            a.Canaries + b.Canaries,
            a.Effects + b.Effects,
            a.Lost + b.Lost,
            a.Doubled + b.Doubled
        );

    /// <summary>Counts the rows that are missing and those that are too many.</summary>
    public static SoakCounts Of(IReadOnlyCollection<string> expected, IReadOnlyCollection<string> found)
    {
        var left = found
            .GroupBy(row => row, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);
        var lost = 0;
        foreach (var row in expected)
        {
            if (left.GetValueOrDefault(row) > 0)
                left[row]--;
            else
                lost++;
        }

        return new SoakCounts(Effects: expected.Count, Lost: lost, Doubled: left.Values.Sum());
    }
}
