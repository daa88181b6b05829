using System.Diagnostics;
using System.Numerics;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Evaluation;

/// <summary>What a render may still spend: work, text, time in regular expressions. No template can go on for ever.</summary>
internal sealed class Budget(TemplateOptions options)
{
    private const int MaximumBits = 4 * 1024;
    private const int LettersPerUnit = 256;
    private const int ItemsPerUnit = 16;
    private const int StepsPerUnit = 16;

    private long spent;
    private long letters;
    private long items;
    private int steps;
    private TimeSpan matching;
    private long matchStarted;

    public void Spend(long work, Place place)
    {
        spent += work;
        if (spent > options.LoopLimit)
        {
            throw Ended(place, $"The template does more than {options.LoopLimit} rounds of loops, calls and the like", "Loop over less.");
        }

        if (options.Cancellation.IsCancellationRequested)
        {
            throw Ended(place, "The render was cancelled");
        }
    }

    /// <summary>Checks the length of a text before it is made, and counts the work of making it.</summary>
    public void CheckLength(long length, Place place) => CheckLength(length, place, made: length);

    /// <summary>Checks a length of which only a part is new.</summary>
    public void CheckLength(long length, Place place, long made)
    {
        if (length > options.OutputLimit)
        {
            throw Ended(place, $"The text grows over {options.OutputLimit} characters");
        }

        SpendLetters(made, place);
    }

    /// <summary>Counts the work of reading text, or of copying it.</summary>
    public void SpendLetters(long count, Place place)
    {
        letters += count;
        if (letters >= LettersPerUnit)
        {
            Spend(letters / LettersPerUnit, place);
            letters %= LettersPerUnit;
        }
    }

    /// <summary>Counts a value written: each run of it is a piece of the output, with its place.</summary>
    public void SpendOnWriting(TextValue text, Place place) => Spend(text.RunCount, place);

    /// <summary>Counts one expression worked out: a round of a loop costs what stands in it.</summary>
    public void Step(Place place)
    {
        if (++steps == StepsPerUnit)
        {
            steps = 0;
            Spend(1, place);
        }
    }

    /// <summary>Checks the size of an array before it is made, and counts the work of making it.</summary>
    public void CheckCount(long count, Place place) => CheckCount(count, place, made: count);

    /// <summary>Checks a size of which only a part is new.</summary>
    public void CheckCount(long count, Place place, long made)
    {
        if (count > options.LoopLimit)
        {
            throw Ended(place, $"The array grows over {options.LoopLimit} items");
        }

        SpendItems(made, place);
    }

    /// <summary>Counts the work of going through items.</summary>
    public void SpendItems(long count, Place place)
    {
        items += count;
        if (items >= ItemsPerUnit)
        {
            Spend(items / ItemsPerUnit, place);
            items %= ItemsPerUnit;
        }
    }

    public void CheckNumber(BigInteger number, Place place)
    {
        if (number.GetBitLength() > MaximumBits)
        {
            throw Ended(place, "The number grows too large");
        }
    }

    /// <summary>Counts the work of an operation on big numbers, or of writing one: it grows with the product of their sizes.</summary>
    public void SpendOnNumbers(BigInteger left, BigInteger right, Place place) =>
        Spend(left.GetBitLength() * right.GetBitLength() / 1_000_000, place);

    /// <summary>Runs a regular expression within the time that is left for all of them.</summary>
    public T Match<T>(Func<TimeSpan, T> match, Place place)
    {
        Spend(1, place);
        var left = options.RegexTimeout - matching;
        if (left <= TimeSpan.Zero)
        {
            throw TooSlow(place);
        }

        matchStarted = Stopwatch.GetTimestamp();
        try
        {
            return match(left);
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            throw TooSlow(place);
        }
        finally
        {
            matching += Stopwatch.GetElapsedTime(matchStarted);
        }
    }

    /// <summary>Checks the time between two matches: the library's own limit begins anew with each.</summary>
    public void CheckMatching(Place place)
    {
        if (matching + Stopwatch.GetElapsedTime(matchStarted) > options.RegexTimeout)
        {
            throw TooSlow(place);
        }
    }

    private TemplateFault TooSlow(Place place) => Ended(place, $"The regular expressions take more than {options.RegexTimeout.TotalSeconds} s");

    private static TemplateFault Ended(Place place, string message, string? help = null) => new(place, message, help) { EndsRender = true };
}
