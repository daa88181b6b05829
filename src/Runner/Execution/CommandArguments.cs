using PlanRunner.Steps;

namespace PlanRunner.Runner.Execution;

/// <summary>How a person names a plan and its environment on the command line, for the next command to type.</summary>
/// <param name="Plan">Quoted for a shell where it must be, as all of it.</param>
/// <param name="Options"><c>--env</c> and what else was given.</param>
public sealed record CommandArguments(string Plan, string Options)
{
    /// <summary>With a step, as <c>approve</c> and <c>resolve</c> take one.</summary>
    public string With(StepPath step) => $"{Plan} {Quoted(step.Value)} {Options}";

    public override string ToString() => $"{Plan} {Options}";

    /// <summary>A word as a shell takes it for one.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '=' or ':' or '@' or ',' or '%') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
