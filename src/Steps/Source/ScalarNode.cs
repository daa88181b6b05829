namespace PlanRunner.Steps.Source;

/// <summary>A YAML scalar. <paramref name="quoted"/> is true where the author said that it is text ('…', "…", | or >).</summary>
public sealed class ScalarNode(string value, bool quoted, Place place, Func<int, int, Place>? placeAt = null) : Node(place), ITextOrigin
{
    public string Value { get; } = value;

    public bool Quoted { get; } = quoted;

    public bool IsNull => !Quoted && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The place of an offset in <see cref="Value"/>, also inside a block scalar.</summary>
    public Place PlaceAt(int offset, int length = 1) => placeAt?.Invoke(offset, length) ?? Place;
}
