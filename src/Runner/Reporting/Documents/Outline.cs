namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>A table of contents, in the order of the run.</summary>
internal sealed record Outline(string Title, IReadOnlyList<OutlineItem> Items) : Block;

/// <summary>One of its lines, with what is said below it.</summary>
/// <param name="Text">The line.</param>
/// <param name="Anchor">The entry that it leads to.</param>
/// <param name="Below">What a person should know of it before it comes.</param>
internal sealed record OutlineItem(string Text, string Anchor, IReadOnlyList<string> Below);
