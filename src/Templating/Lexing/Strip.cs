namespace PlanRunner.Templating.Lexing;

/// <summary>What a mark beside a brace takes away: nothing, all white space, or white space up to the line's end.</summary>
internal enum Strip
{
    None,
    Greedy,
    Line,
}
