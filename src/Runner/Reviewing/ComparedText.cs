namespace PlanRunner.Runner.Reviewing;

/// <summary>
/// One text of a step that is not the same in both: what runs (<c>text</c>), or one beside it (<c>undo</c>, <c>title</c> …).
/// </summary>
internal sealed record ComparedText(string Name, string First, string Second, TextDiff Diff)
{
    public const string Body = "text";
}
