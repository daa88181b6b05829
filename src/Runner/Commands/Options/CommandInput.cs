using System.CommandLine;
using System.CommandLine.Parsing;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands.Options;

/// <summary>What a person typed, read once for every command.</summary>
/// <param name="parsed">The command line.</param>
/// <param name="parts">The console and the clock.</param>
/// <param name="plan">The plan, where it is no argument.</param>
/// <param name="usualEnvironment">That of a command which needs none to be named.</param>
internal sealed class CommandInput(ParseResult parsed, RunnerParts parts, string? plan = null, string? usualEnvironment = null)
    : OperationInput(
        Read(parsed, parts, plan ?? parsed.GetValue(CommonOptions.Plan) ?? "", usualEnvironment),
        parts,
        new OutputOptions(
            parsed.GetValue(CommonOptions.Quiet),
            parsed.GetValue(CommonOptions.Verbose),
            parsed.GetValue(CommonOptions.NoColour)
        )
    )
{
    // These name the plan and its environment, and are said by every command; the rest belongs to the command that was typed.
    private static readonly string[] SaidAlways = ["--env", "--var", "--same-vars", "--state"];

    public ParseResult Parsed => parsed;

    public string Step => parsed.GetRequiredValue(CommonOptions.Step);

    public bool Json => parsed.GetRequiredValue(CommonOptions.OutputFormat) == "json";

    /// <summary>A file that an option names, to be opened; null where it is not given.</summary>
    public string? File(Option<string?> option) => parsed.GetValue(option) is { } path ? Parts.InFolder(path) : null;

    private static PlanRequest Read(ParseResult parsed, RunnerParts parts, string plan, string? usualEnvironment) =>
        new(parsed.CommandResult.Command.Name, plan)
        {
            Environment = parsed.GetValue(CommonOptions.Environment) ?? usualEnvironment,
            Variables = parsed.GetValue(CommonOptions.Variables) ?? [],
            SameVariables = parsed.GetValue(CommonOptions.SameVariables),
            StatePath = parsed.GetValue(CommonOptions.State),
            // What is no duration was refused with the command line.
            LockTimeout = Durations.TryParse(
                parsed.GetValue(CommonOptions.LockTimeout) ?? CommonOptions.UsualLockTimeout(parts.Variable),
                out var limit
            )
                ? limit
                : TimeSpan.Zero,
            Rest = Rest(parsed),
            FirstRun = parsed.GetValue(CommonOptions.FirstRun),
            Yes = parsed.GetValue(CommonOptions.Yes),
            Until = parsed.GetValue(CommonOptions.Until),
            To = parsed.GetValue(CommonOptions.To),
            Past = parsed.GetValue(CommonOptions.Past) ?? [],
            Confirmed = parsed.GetValue(CommonOptions.Confirm) ?? [],
            ExpectFingerprint = parsed.GetValue(CommonOptions.ExpectFingerprint),
            Approved = parsed.GetValue(CommonOptions.Approved),
            ReviewFormat = parsed.GetValue(CommonOptions.ReviewFormat) ?? "text",
            Out = parsed.GetValue(CommonOptions.Out),
        };

    private static string Rest(ParseResult parsed) =>
        string.Concat(
            parsed
                .CommandResult.Children.OfType<OptionResult>()
                .Where(given => given is { Implicit: false, Option.Hidden: false } && !SaidAlways.Contains(given.Option.Name))
                .SelectMany(given =>
                    given.Tokens.Count == 0
                        ? [$" {given.Option.Name}"]
                        : given.Tokens.Select(token => $" {given.Option.Name} {CommandArguments.Quoted(token.Value)}")
                )
        );
}
