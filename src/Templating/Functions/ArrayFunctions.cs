using PlanRunner.Templating.Evaluation;

namespace PlanRunner.Templating.Functions;

/// <summary>The functions of <c>array</c>. They give new arrays and leave the one they got as it is.</summary>
internal static class ArrayFunctions
{
    public static TemplateObject Members { get; } = new FunctionGroup("array")
        .Add("add", "list, value", (renderer, a) => new TemplateArray(a.List(0, renderer).Append(a[1])))
        .Add("add_range", "list1, list2", (renderer, a) => new TemplateArray(a.List(0, renderer).Concat(a.List(1, renderer))))
        .Add("any", "list, function, args...", (renderer, a) => a.List(0, renderer).Exists(item => Holds(renderer, a, item)))
        .Add("compact", "list", (renderer, a) => new TemplateArray(a.List(0, renderer).Where(item => item is not null)))
        .Add("concat", "list1, list2", (renderer, a) => new TemplateArray(a.List(0, renderer).Concat(a.List(1, renderer))))
        .Add("contains", "list, item", (renderer, a) => a.List(0, renderer).Exists(item => Comparison.AreEqual(item, a[1], a.Place, renderer)))
        .Add("cycle", "list, group?", Cycle)
        .Add("each", "list, function, args...", (renderer, a) => new TemplateArray(a.List(0, renderer).ConvertAll(item => Call(renderer, a, item))))
        .Add("filter", "list, function, args...", (renderer, a) => new TemplateArray(a.List(0, renderer).FindAll(item => Holds(renderer, a, item))))
        .Add("first", "list", First)
        .Add("insert_at", "list, index, value", InsertAt)
        .Add("join", "list, delimiter, function?", Join)
        .Add("last", "list", Last)
        .Add("limit", "list, count", (renderer, a) => new TemplateArray(a.List(0, renderer).Take(a.Int(1))))
        .Add("map", "list, member", Map)
        .Add("offset", "list, index", (renderer, a) => new TemplateArray(a.List(0, renderer).Skip(a.Int(1))))
        .Add("remove_at", "list, index", RemoveAt)
        .Add("reverse", "list", (renderer, a) => new TemplateArray(Enumerable.Reverse(a.List(0, renderer))))
        .Add("size", "list", (renderer, a) => a[0] is NumberRange range ? Arithmetic.Fit(range.Count) : a.List(0, renderer).Count)
        .Add("sort", "list, member?", Sort)
        .Add("uniq", "list", Unique)
        .Members;

    private static object? First(Renderer renderer, Arguments arguments) =>
        arguments[0] switch
        {
            TemplateArray array => array[0],
            NumberRange range => range[0],
            _ => arguments.List(0, renderer).FirstOrDefault(),
        };

    private static object? Last(Renderer renderer, Arguments arguments) =>
        arguments[0] switch
        {
            TemplateArray array => array[array.Count - 1],
            NumberRange range => range[range.Count - 1],
            _ => arguments.List(0, renderer).LastOrDefault(),
        };

    private static object? Call(Renderer renderer, Arguments arguments, object? item)
    {
        var call = new CallArguments(arguments.Place);
        call.Positional.Add(item);
        call.Positional.AddRange(arguments.Rest);
        return renderer.Invoke(arguments.Callable(1), call);
    }

    private static bool Holds(Renderer renderer, Arguments arguments, object? item) =>
        renderer.IsTrue(Call(renderer, arguments, item), arguments.Place);

    private static object? Cycle(Renderer renderer, Arguments arguments)
    {
        var list = arguments.List(0, renderer);
        if (list.Count == 0)
        {
            return null;
        }

        // Without a name, calls with the same values are one group.
        var group = arguments.Has(1) ? "named " + arguments.Word(1, renderer) : renderer.Format(arguments[0], arguments.Place).Text;
        renderer.Budget.CheckLength(group.Length, arguments.Place);
        var index = renderer.Cycles.GetValueOrDefault(group) % list.Count;
        renderer.Cycles[group] = index + 1;
        return list[index];
    }

    private static TemplateArray InsertAt(Renderer renderer, Arguments arguments)
    {
        var list = arguments.List(0, renderer);
        var index = Math.Max(0, arguments.Int(1));
        renderer.Budget.CheckCount(index, arguments.Place);
        while (list.Count < index)
        {
            list.Add(null);
        }

        list.Insert(index, arguments[2]);
        return new TemplateArray(list);
    }

    private static TextValue Join(Renderer renderer, Arguments arguments)
    {
        var delimiter = arguments.Text(1, renderer);
        var builder = new TextBuilder();
        var isFirst = true;
        foreach (var item in arguments.List(0, renderer))
        {
            if (!isFirst)
            {
                builder.Append(delimiter);
            }

            isFirst = false;
            var text = renderer.Format(item, arguments.Place);
            if (arguments.Has(2))
            {
                var call = new CallArguments(arguments.Place);
                call.Positional.Add(text);
                text = renderer.Format(renderer.Invoke(arguments.Callable(2), call), arguments.Place);
            }

            builder.Append(text);
            renderer.Budget.CheckLength(builder.Length, arguments.Place, text.Text.Length);
        }

        return builder.ToText();
    }

    private static TemplateArray Map(Renderer renderer, Arguments arguments)
    {
        var member = arguments.Word(1, renderer);
        return new TemplateArray(arguments.List(0, renderer).Select(item => MemberOf(renderer, arguments, item, member)));
    }

    private static TemplateArray RemoveAt(Renderer renderer, Arguments arguments)
    {
        var list = arguments.List(0, renderer);
        var index = arguments.Int(1);
        index = index < 0 ? index + list.Count : index;
        if (index >= 0 && index < list.Count)
        {
            list.RemoveAt(index);
        }

        return new TemplateArray(list);
    }

    private static TemplateArray Sort(Renderer renderer, Arguments arguments)
    {
        var list = arguments.List(0, renderer);
        renderer.Budget.SpendItems(list.Count * (long)Math.Log2(list.Count + 1), arguments.Place);
        var comparer = Comparer<object?>.Create((x, y) => Comparison.SortOrder(x, y, arguments.Place, renderer));
        var member = arguments.Has(1) ? arguments.Word(1, renderer) : null;
        try
        {
            return new TemplateArray(list.OrderBy(item => member is null ? item : MemberOf(renderer, arguments, item, member), comparer));
        }
        catch (InvalidOperationException exception) when (exception.InnerException is TemplateFault fault)
        {
            // The library wraps what a comparer throws.
            throw new TemplateFault(fault.Place, fault.Message, fault.Help) { EndsRender = fault.EndsRender, IsSilent = fault.IsSilent };
        }
    }

    private static TemplateArray Unique(Renderer renderer, Arguments arguments)
    {
        var unique = new List<object?>();
        foreach (var item in arguments.List(0, renderer))
        {
            renderer.Budget.SpendItems(unique.Count, arguments.Place);
            if (!unique.Exists(other => Comparison.AreEqual(item, other, arguments.Place, renderer)))
            {
                unique.Add(item);
            }
        }

        return new TemplateArray(unique);
    }

    private static object? MemberOf(Renderer renderer, Arguments arguments, object? item, string member)
    {
        if (item is null)
        {
            return null;
        }

        if (Evaluation.Members.TryGet(renderer, item, member, arguments.Place, out var value))
        {
            return Fault.Check(value);
        }

        return renderer.Options.Relaxed
            ? null
            : throw arguments.Fail($"An item of the list has no member {member}", Suggestion.For(member, Evaluation.Members.NamesOf(item)));
    }
}
