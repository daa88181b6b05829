namespace PlanRunner.Templating.Lexing;

/// <summary>A stretch of a template's text; offsets count from 0.</summary>
/// <param name="Source">The included template that it lies in; null for the template itself.</param>
internal readonly record struct Place(int Start, int Length, string? Source)
{
    public int End => Start + Length;

    public Place To(Place other) => this with { Length = Math.Max(other.End, End) - Start };
}
