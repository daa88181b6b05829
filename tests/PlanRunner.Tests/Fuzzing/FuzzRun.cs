using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>
/// Runs mutants of a corpus. One whose answer is new joins the corpus, so that the next ones begin where it got to. The same seed
/// gives the same cases.
/// </summary>
internal sealed class FuzzRun(FuzzTarget target, int seed, Action<FuzzCase> beforeEach)
{
    private const int MostKept = 3000;
    private const int MostFailures = 20;
    private const long MostAllocated = 512L * 1024 * 1024;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Waiting = TimeSpan.FromSeconds(20);

    private readonly Random random = new(seed);
    private readonly HashSet<string> answers = new(StringComparer.Ordinal);
    private readonly List<FuzzCase> kept = [.. target.Corpus];

    private FuzzCase? slowestCase;

    /// <summary>The smallest case found of each way to fail, by that way.</summary>
    public Dictionary<string, FuzzCase> Failures { get; } = new(StringComparer.Ordinal);

    public int Executions { get; private set; }

    public int Answers => answers.Count;

    public TimeSpan Slowest { get; private set; }

    /// <param name="more">Tells from how many were tried whether another one is wanted.</param>
    public void Run(Func<int, bool> more)
    {
        foreach (var fuzzCase in target.Corpus)
            Try(fuzzCase);
        var mutator = new Mutator(random, target.Fragments, target.Corpus.Select(c => c.Text));
        while (more(Executions) && Failures.Count < MostFailures)
        {
            var parent = Pick();
            Try(parent with { Text = target.Finish(mutator.Mutate(parent.Text, Pick().Text), random) });
        }
    }

    // The shorter of two: it takes less time, and as much can go wrong in it.
    private FuzzCase Pick()
    {
        var (one, two) = (kept[random.Next(kept.Count)], kept[random.Next(kept.Count)]);
        return one.Text.Length < two.Text.Length || random.Next(4) == 0 ? one : two;
    }

    private void Try(FuzzCase fuzzCase)
    {
        Executions++;
        var (answer, failure) = Answer(fuzzCase);
        if (failure is not null && !Failures.ContainsKey(failure))
            Failures[failure] = Smaller(fuzzCase, failure);
        else if (answer is not null && answers.Add(answer) && fuzzCase.Text.Length < 20_000 && kept.Count < MostKept)
            kept.Add(fuzzCase);
    }

    private (string? Answer, string? Failure) Answer(FuzzCase fuzzCase)
    {
        beforeEach(fuzzCase);
        try
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            var before = ThreadTime.Worked;
            var answer = target.Run(fuzzCase);
            var took = ThreadTime.Worked - before;
            // Not work but waiting is what this one is about.
            if (clock.Elapsed > Waiting)
                took = clock.Elapsed;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            // Something may have been compiled or collected on the way: what is slow is so again.
            for (var again = 0; again < 2 && took > Slow; again++)
            {
                before = ThreadTime.Worked;
                clock.Restart();
                target.Run(fuzzCase);
                var worked = clock.Elapsed > Waiting ? clock.Elapsed : ThreadTime.Worked - before;
                took = took < worked ? took : worked;
            }

            if (took > Slowest)
                (Slowest, slowestCase) = (took, fuzzCase);
            return took > Slow ? (answer, "it takes more than a second")
                : allocated > MostAllocated ? (answer, "it takes too much memory")
                : (answer, null);
        }
        catch (FuzzFailureException e)
        {
            return (null, e.Rule);
        }
#pragma warning disable CA1031 // Which exceptions there can be is what is looked for.
        catch (Exception e)
        {
            var frame = new StackTrace(e)
                .GetFrames()
                .Select(f => f.GetMethod())
                .FirstOrDefault(m => m?.DeclaringType?.FullName?.StartsWith("PlanRunner.", StringComparison.Ordinal) == true);
            return (null, $"{e.GetType().Name} in {frame?.DeclaringType?.Name}.{frame?.Name}");
        }
#pragma warning restore CA1031
    }

    /// <summary>Takes away stretches, long ones first, for as long as it fails in the same way.</summary>
    private FuzzCase Smaller(FuzzCase fuzzCase, string failure)
    {
        var tries = 400;
        for (var size = fuzzCase.Text.Length / 2; size > 0 && tries > 0; size /= 2)
        {
            for (var from = 0; from < fuzzCase.Text.Length && tries-- > 0; )
            {
                var shorter = target.Finish(fuzzCase.Text.Remove(from, Math.Min(size, fuzzCase.Text.Length - from)), random);
                if (Answer(fuzzCase with { Text = shorter }).Failure == failure)
                    fuzzCase = fuzzCase with { Text = shorter };
                else
                    from += size;
            }
        }

        return fuzzCase;
    }

    public override string ToString()
    {
        var text = new StringBuilder(
            $"{Executions} executions from seed {seed}, {Answers} different answers, the slowest {Slowest.TotalMilliseconds:0} ms"
        );
        if (slowestCase is { Text: var slow })
            text.Append($" for {slow.Length} characters: {JsonSerializer.Serialize(slow.Length > 300 ? slow[..300] : slow)}");
        foreach (var (failure, fuzzCase) in Failures)
            text.Append($"\n\n{failure}\n  context {fuzzCase.Context}, text {JsonSerializer.Serialize(fuzzCase.Text)}");
        return text.ToString();
    }
}
