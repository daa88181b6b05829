namespace PlanRunner.Source;

/// <summary>A YAML scalar; it knows the place of every character of its value.</summary>
internal sealed class ScalarNode : Node, ITextOrigin
{
    private readonly ScalarExtent? extent;
    private readonly Func<int, int, Place>? placeAt;

    /// <summary>A scalar from elsewhere than a YAML file. <paramref name="quoted"/> is true where it was said to be text.</summary>
    public ScalarNode(string value, bool quoted, Place place, Func<int, int, Place>? placeAt = null)
        : base(place)
    {
        Value = value;
        Quoted = quoted;
        this.placeAt = placeAt;
    }

    public ScalarNode(string value, ScalarExtent extent)
        : base(extent.Place)
    {
        Value = value;
        Quoted = extent.Form != ScalarForm.Plain;
        this.extent = extent;
    }

    public string Value { get; }

    /// <summary>True where the author said that it is text ('…', "…", | or >).</summary>
    public bool Quoted { get; }

    /// <summary>True where line breaks of the source are folded into spaces: a comment would swallow what comes after it.</summary>
    public bool IsFolded =>
        extent is { Form: not ScalarForm.Literal } written
        && written.Source.Text.AsSpan(written.Start, Math.Max(0, written.End - written.Start)).TrimEnd().Contains('\n');

    public bool IsNull => !Quoted && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The place of an offset in <see cref="Value"/>, also inside a block scalar.</summary>
    public Place PlaceAt(int offset, int length = 1) => extent?.PlaceAt(Value, offset, length) ?? placeAt?.Invoke(offset, length) ?? Place;
}
