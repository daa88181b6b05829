using System.Diagnostics;
using System.Numerics;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Evaluation;

/// <summary>What a render may still spend: work, text, time in regular expressions. No template can go on for ever.</summary>
internal sealed class Budget(TemplateOptions options)
{
    private const int MaximumBits = 16 * 1024;

    private long spent;
    private TimeSpan matching;

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

        Spend(made / 256, place);
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

        Spend(made / 16, place);
    }

    public void CheckNumber(BigInteger number, Place place)
    {
        if (number.GetBitLength() > MaximumBits)
        {
            throw Ended(place, "The number grows too large");
        }
    }

    /// <summary>Runs a regular expression within the time that is left for all of them.</summary>
    public T Match<T>(Func<TimeSpan, T> match, Place place)
    {
        Spend(1, place);
        var left = options.RegexTimeout - matching;
        if (left <= TimeSpan.Zero)
        {
            throw Ended(place, $"The regular expressions take more than {options.RegexTimeout.TotalSeconds} s");
        }

        var started = Stopwatch.GetTimestamp();
        try
        {
            return match(left);
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            throw Ended(place, $"The regular expressions take more than {options.RegexTimeout.TotalSeconds} s");
        }
        finally
        {
            matching += Stopwatch.GetElapsedTime(started);
        }
    }

    private static TemplateFault Ended(Place place, string message, string? help = null) => new(place, message, help) { EndsRender = true };
}
