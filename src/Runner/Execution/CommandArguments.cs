using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>How a person names a plan and its environment on the command line, for the next command to type.</summary>
/// <param name="Plan">Quoted for a shell where it must be, as all of it.</param>
/// <param name="Options"><c>--env</c> and what else was given.</param>
internal sealed record CommandArguments(string Plan, string Options)
{
    /// <summary>With a step, as <c>approve</c> and <c>resolve</c> take one.</summary>
    public string With(StepPath step) => $"{Plan} {Quoted(step.Value)} {Options}";

    /// <summary>What is said beside <see cref="NotDone"/>.</summary>
    public const string OrDone = "if its effect exists, use --done instead of --not-done";

    /// <summary>Resolves a step as not done, so that it runs again; the complete command line.</summary>
    public string NotDone(StepPath step) => $"planrunner resolve {With(step)} --not-done --reason \"…\"";

    public override string ToString() => $"{Plan} {Options}";

    /// <summary>A word as a shell takes it for one.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '=' or ':' or '@' or ',' or '%')
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
