using System.Diagnostics;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// One series of trials: a few in every test run, as many as its share of the time allows with ./test --soak. What it counted goes
/// into docs/reliability.md.
/// </summary>
/// <param name="name">What is tried, as the page says it.</param>
/// <param name="share">Of the whole time of a soak; the shares of all series together are at most 1.</param>
internal sealed class SoakSeries(string name, double share) : IDisposable
{
    /// <summary>The trait, and its value, of the tests that ./test --soak runs.</summary>
    public const string Trait = "Series";
    public const string Name = "soak";

    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly SortedSet<int> failed = [];
    private readonly Lock gate = new();
    private int trials;
    private SoakCounts counts = new();

    public bool IsOver => Soak.Asked && Stopwatch.GetElapsedTime(begun) > Soak.Time * share;

    /// <summary>The seeds of the trials: as many as usual, or until the time is over.</summary>
    public IEnumerable<int> Seeds(int usual)
    {
        for (var i = 0; Soak.Asked ? i == 0 || !IsOver : i < usual; i++)
        {
            trials++;
            yield return Soak.Seed + i;
        }
    }

    /// <summary>Of all there is to try: a share of it that the seed chooses, or as many as the time allows in an order of chance.</summary>
    public IEnumerable<T> Choose<T>(IEnumerable<T> all, int usualStride = 1)
    {
        T[] these = [.. all];
        if (!Soak.Asked)
            these = [.. these.Where((_, i) => i % usualStride == Soak.Seed % usualStride)];
        else
            new Random(Soak.Seed).Shuffle(these);
        foreach (var one in these)
        {
            if (IsOver)
                yield break;
            trials++;
            yield return one;
        }
    }

    public void Count(SoakCounts more)
    {
        lock (gate)
            counts += more;
    }

    /// <summary>Remembers that the trial of this seed failed.</summary>
    public void Failed(int seed)
    {
        lock (gate)
            failed.Add(seed);
    }

    /// <summary>How the trial of a seed is run again.</summary>
    public static string Replay(int seed, string test) =>
        $"seed {seed}; again: ./test {(Soak.Asked ? $"--soak {Soak.Time.TotalMinutes:0}m " : "")}--seed {seed} --filter {test}";

    public void Dispose()
    {
        if (Soak.IsWhole)
            SoakReport.Write(new SoakRow(name, trials, counts, failed.Count == 0 ? "" : string.Join(' ', failed)));
    }
}
