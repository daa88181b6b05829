using System.Collections;

namespace PlanRunner.Templating;

/// <summary>The whole numbers from one to another, both included, upwards or downwards; made on demand.</summary>
internal sealed class NumberRange(long first, long count, int step) : IEnumerable<object?>
{
    public long Count => count;

    public object? this[long index] => index >= 0 && index < count ? At(index) : null;

    public static NumberRange Inclusive(long from, long to) =>
        new(from, checked(Math.Abs(to - from) + 1), to >= from ? 1 : -1);

    public static NumberRange Exclusive(long from, long to) => new(from, checked(Math.Abs(to - from)), to >= from ? 1 : -1);

    public IEnumerator<object?> GetEnumerator()
    {
        for (long index = 0; index < count; index++)
        {
            yield return At(index);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private object At(long index) => Evaluation.Arithmetic.Fit(first + (index * step));
}
