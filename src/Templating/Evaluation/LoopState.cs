namespace PlanRunner.Templating.Evaluation;

/// <summary>What <c>for</c>, <c>tablerow</c> and <c>while</c> say about the loop that they stand in.</summary>
/// <param name="keyword">The name that it goes by.</param>
/// <param name="count">How many rounds there are; null where nobody knows.</param>
internal sealed class LoopState(string keyword, long? count)
{
    public static IReadOnlyList<string> Names { get; } =
        ["index", "rindex", "first", "last", "even", "odd", "length", "changed", "col", "col0"];

    public string Keyword => keyword;

    public long Index { get; private set; }

    public long Columns { get; init; } = 1;

    /// <summary>The item of this round.</summary>
    public object? Value { get; set; }

    /// <summary>The item of the round before.</summary>
    public object? Previous { get; private set; }

    public void Start(object? value) => Value = value;

    public void Advance(object? value)
    {
        Index++;
        Previous = Value;
        Value = value;
    }

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "index" => Arithmetic.Fit(Index),
            "first" => Index == 0,
            "even" => Index % 2 == 0,
            "odd" => Index % 2 == 1,
            "rindex" when count is { } rounds => Arithmetic.Fit(rounds - Index - 1),
            "last" when count is { } rounds => Index == rounds - 1,
            "length" when count is { } rounds => Arithmetic.Fit(rounds),
            "changed" when count is not null => Index == 0 || !Comparison.AreSame(Previous, Value),
            "col" when keyword == "tablerow" => Arithmetic.Fit((Index % Columns) + 1),
            "col0" when keyword == "tablerow" => Arithmetic.Fit(Index % Columns),
            _ => null,
        };
        return value is not null;
    }
}
