namespace PlanRunner.Templating;

/// <summary>
/// The forms of text that Quoting did not make; the others are the names of the functions that did, and a value, which nothing
/// vouches for, has none.
/// </summary>
internal static class TextForm
{
    /// <summary>What the template's author wrote.</summary>
    public const string Trusted = "text";

    /// <summary>A number or boolean turned into text.</summary>
    public const string Number = "number";
}
