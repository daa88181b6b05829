using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Evaluation;

/// <summary>The items that a loop goes over, in the order in which it does.</summary>
internal sealed class LoopItems
{
    private readonly IReadOnlyList<object?>? list;
    private readonly NumberRange? range;
    private readonly long start;
    private readonly bool isReversed;

    private LoopItems(object? items, long start, long count, bool isReversed)
    {
        list = items as IReadOnlyList<object?>;
        range = items as NumberRange;
        this.start = start;
        this.isReversed = isReversed;
        Count = count;
    }

    public long Count { get; }

    public object? this[long index]
    {
        get
        {
            var position = start + (isReversed ? Count - 1 - index : index);
            return range is not null ? range[position] : list![(int)position];
        }
    }

    public static LoopItems Of(Renderer renderer, LoopHeader header)
    {
        var place = header.Items.Place;
        var value = renderer.Evaluate(header.Items);
        Secrecy.Refuse(value, place);

        // A copy, so that a body that changes the array does not change how often it runs.
        object items = value is NumberRange ? value : renderer.ListOf(value, place).ToArray();
        var total = value is NumberRange range ? range.Count : ((object?[])items).Length;
        var offset = header.Offset is { } from ? Arithmetic.Int(renderer.Evaluate(from), from.Place) : 0;
        var limit = header.Limit is { } most ? Arithmetic.Int(renderer.Evaluate(most), most.Place) : total;
        var first = Math.Clamp(offset, 0, total);
        return new LoopItems(items, first, Math.Clamp(limit, 0, total - first), header.IsReversed);
    }
}
