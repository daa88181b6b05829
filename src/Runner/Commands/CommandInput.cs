using System.CommandLine;
using System.CommandLine.Parsing;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Reporting;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands;

/// <summary>What a person typed, read once for every command.</summary>
/// <param name="parsed">The command line.</param>
/// <param name="parts">The console and the clock.</param>
/// <param name="plan">The plan, where it is no argument.</param>
/// <param name="usualEnvironment">That of a command which needs none to be named.</param>
internal sealed class CommandInput(ParseResult parsed, RunnerParts parts, string? plan = null, string? usualEnvironment = null)
{
    // These name the plan and its environment, and are said by every command; the rest belongs to the command that was typed.
    private static readonly string[] SaidAlways = ["--env", "--var", "--same-vars", "--state"];

    private string PlanArgument => plan ?? parsed.GetRequiredValue(CommonOptions.Plan);

    public Output Output { get; } =
        parts.Console.Open(
            new OutputOptions(
                parsed.GetValue(CommonOptions.Quiet),
                parsed.GetValue(CommonOptions.Verbose),
                parsed.GetValue(CommonOptions.NoColour),
                parsed.GetValue(ApplyCommand.InRehearsal)
            ),
            parts.Time
        );

    public TimeProvider Time => parts.Time;

    public StepKinds Kinds => parts.Kinds;

    /// <summary>Knows the secrets of the environment, once it was read: what was typed may hold one.</summary>
    public Redactor Redactor { get; set; } = new();

    public string PlanPath => PlanFile(PlanArgument);

    public string? Environment => parsed.GetValue(CommonOptions.Environment) ?? usualEnvironment;

    /// <summary>The values of variables are those that the last run was given.</summary>
    public bool SameVariables => parsed.GetValue(CommonOptions.SameVariables);

    public string? StatePath => parsed.GetValue(CommonOptions.State);

    public string Step => parsed.GetRequiredValue(CommonOptions.Step);

    /// <summary>How this plan and environment are named on the command line, for the next command to type.</summary>
    public CommandArguments Arguments
    {
        get
        {
            var options = Rehearsed.Options;
            if (SameVariables)
                options += " --same-vars";
            if (StatePath is not null && System.Environment.GetEnvironmentVariable("PLANRUNNER_STATE") != StatePath)
                options += $" --state {CommandArguments.Quoted(StatePath)}";
            return Rehearsed with { Options = options };
        }
    }

    /// <summary>The same for a rehearsal, which has a state of its own.</summary>
    public CommandArguments Rehearsed
    {
        get
        {
            var options = $"--env {CommandArguments.Quoted(Environment ?? "ENVIRONMENT")}";
            foreach (var variable in parsed.GetValue(CommonOptions.Variables) ?? [])
                options += $" --var {Shown(variable)}";
            return new CommandArguments(CommandArguments.Quoted(PlanArgument), options);
        }
    }

    /// <summary>The same with all else that was typed and decides what the command does: to type it again, with what is added.</summary>
    public CommandArguments Again
    {
        get
        {
            var options = Arguments.Options;
            foreach (
                var given in parsed
                    .CommandResult.Children.OfType<OptionResult>()
                    .Where(o => o is { Implicit: false, Option.Hidden: false } && !SaidAlways.Contains(o.Option.Name))
            )
                options +=
                    given.Tokens.Count == 0
                        ? $" {given.Option.Name}"
                        : string.Concat(given.Tokens.Select(token => $" {given.Option.Name} {CommandArguments.Quoted(token.Value)}"));
            return Arguments with { Options = options };
        }
    }

    /// <summary>What a gate asks of the command line.</summary>
    public TypedCommand Typed =>
        new(parsed.CommandResult.Command.Name, Arguments, Again)
        {
            Rehearsed = Rehearsed,
            FirstRun = parsed.GetValue(CommonOptions.FirstRun),
            Yes = parsed.GetValue(CommonOptions.Yes),
            Until = parsed.GetValue(CommonOptions.Until),
            To = parsed.GetValue(CommonOptions.To),
            Past = parsed.GetValue(CommonOptions.Past) ?? [],
            Confirmed = parsed.GetValue(CommonOptions.Confirm) ?? [],
            ExpectFingerprint = parsed.GetValue(CommonOptions.ExpectFingerprint),
            Approved = parsed.GetValue(CommonOptions.Approved),
        };

    /// <summary>What a gate is asked, once the plan is loaded.</summary>
    public GateQuestion Question(GatedCommand command, LoadedPlan loaded) =>
        new(command, Typed, loaded.Rendered) { StatePath = loaded.StatePath, Given = loaded.Given };

    public ParseResult Parsed => parsed;

    public bool Json => parsed.GetRequiredValue(CommonOptions.OutputFormat) == "json";

    /// <summary>How long to wait for another run. What is no duration was refused with the command line.</summary>
    public TimeSpan LockTimeout => Durations.TryParse(parsed.GetValue(CommonOptions.LockTimeout)!, out var value) ? value : TimeSpan.Zero;

    public IReadOnlyDictionary<string, string> Variables(Diagnostics diagnostics)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var given in parsed.GetValue(CommonOptions.Variables) ?? [])
        {
            var equals = given.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                diagnostics.Error("PR3901", $"--var: \"{given}\" is not of the form name=value", null, "write --var name=value");
            else
                result[given[..equals]] = given[(equals + 1)..];
        }

        return result;
    }

    /// <summary>Asks the person at the terminal; why it is not done where there is none, or that person declines.</summary>
    public async Task<Refusal?> AskAsync(GateQuestion asked, CancellationToken cancellationToken) =>
        Output.Asker is not { } ask ? Consent.Unasked(asked)
        : await ask(Consent.Question(asked), cancellationToken) ? null
        : Consent.Declined(asked);

    /// <summary>Prints diagnostics, and true where one of them is an error.</summary>
    public bool Report(Diagnostics diagnostics)
    {
        Output.Print(diagnostics);
        return diagnostics.HasErrors;
    }

    // As GivenVariables tells it, who must not know the value either.
    private string Shown(string variable) =>
        Redactor.Holds(variable) is null
            ? CommandArguments.Quoted(variable)
            : $"{variable[..Math.Max(0, variable.IndexOf('=', StringComparison.Ordinal))]}=…";

    // Told as a person would: relative where it lies below the current folder.
    private static string PlanFile(string given)
    {
        var file = Directory.Exists(given) ? Path.Combine(given, "plan.yaml") : given;
        var relative = Path.GetRelativePath(".", file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }
}
