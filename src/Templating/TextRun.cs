namespace PlanRunner.Templating;

/// <summary>A stretch of text of one origin.</summary>
/// <param name="Form">
/// Null for a value, which nothing vouches for; <see cref="Trusted"/> for a template's own text; <see cref="Number"/>;
/// or what a function marked it with.
/// </param>
/// <param name="Secret">The secrets that it was made from, joined by '+'.</param>
public readonly record struct TextRun(string Text, string? Form, string? Secret)
{
    /// <summary>The form of what the template's author wrote.</summary>
    public const string Trusted = "text";

    /// <summary>The form of a number or boolean turned into text.</summary>
    public const string Number = "number";
}
