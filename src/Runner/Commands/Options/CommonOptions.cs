using System.CommandLine;
using System.CommandLine.Parsing;
using PlanRunner.Runner.Reporting.Formats;
using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands.Options;

/// <summary>Arguments and options that several commands share, each made once.</summary>
internal static class CommonOptions
{
    /// <summary>The plan of a folder.</summary>
    public const string UsualPlan = "plan.yaml";

    public static readonly Argument<string> Plan = new("PLAN")
    {
        Description = "The plan's file, or the folder that holds its plan.yaml; can be omitted in that folder",
        Validators = { MustBeNoOption },
    };

    public static readonly Argument<string> Step = new("STEP") { Description = "A step's path, such as replicate/publication" };

    public static readonly Option<string?> Environment = new("--env", "-e")
    {
        Description = "The environment: a name in environments/ beside the plan, or a path to its file",
        DefaultValueFactory = _ => System.Environment.GetEnvironmentVariable("PLANRUNNER_ENV"),
    };

    public static readonly Option<string[]> Variables = new("--var")
    {
        Description = "Override a variable: name=value (repeatable)",
        AllowMultipleArgumentsPerToken = false,
    };

    public static readonly Option<bool> SameVariables = new("--same-vars")
    {
        Description = "Use the --var values of the last run; a --var given here overrides them",
    };

    public static readonly Option<string?> State = new("--state")
    {
        Description = "The state file, instead of .planrunner/PLAN.ENVIRONMENT.state.jsonl beside the plan",
        DefaultValueFactory = _ => System.Environment.GetEnvironmentVariable("PLANRUNNER_STATE"),
    };

    public static readonly Option<string?> LockTimeout = new("--lock-timeout")
    {
        Description = "How long to wait for another run that holds the lock; 0s: not at all",
        DefaultValueFactory = _ => UsualLockTimeout(System.Environment.GetEnvironmentVariable),
        Validators = { MustBeDuration },
    };

    public static readonly Option<bool> Yes = new("--yes", "-y")
    {
        Description = "Answer yes to the question before the start and, outside protected environments, to every confirm",
    };

    public static readonly Option<string[]> Confirm = new("--confirm")
    {
        Description = "Answer yes to the confirm of one step or group (repeatable)",
        AllowMultipleArgumentsPerToken = false,
    };

    public static readonly Option<bool> FirstRun = new("--first-run")
    {
        Description = "This protected environment has no state yet, and that is expected",
    };

    public static readonly Option<string?> To = new("--to") { Description = "The last step that is kept; without it everything is undone" };

    public static readonly Option<string[]> Past = new("--past")
    {
        Description = "Undo past this point of no return, whatever is lost (repeatable)",
    };

    public static readonly Option<string?> Until = new("--until") { Description = "The last step or group to run" };

    public static readonly Option<string?> Approved = new("--approved")
    {
        Description = "An approved file of --out: exactly that runs, or nothing; a dry run shows the differences",
    };

    public static readonly Option<string?> Out = new("--out")
    {
        Description = "Save what is shown to this file, to be approved and passed with --approved; contains no secrets",
    };

    public static readonly Option<string?> ExpectFingerprint = new("--expect-fingerprint")
    {
        Description = "Run only if this is the fingerprint that a dry run showed",
    };

    public static readonly Option<string> Reason = new("--reason")
    {
        Description = "The reason, which is recorded in the state",
        Required = true,
        Validators = { MustSayWhy },
    };

    public static readonly Option<string> OutputFormat = Choice("--output", "-o", "The output format", ["text", "json"]);

    public static readonly Option<string> ReviewFormat = Choice("--output", "-o", "The output format", ReportFormats.Names);

    public static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Only results and failures", Recursive = true };

    public static readonly Option<bool> Verbose = new("--verbose", "-v")
    {
        Description = "Also notices, output of programs and what is waited for",
        Recursive = true,
    };

    public static readonly Option<bool> NoColour = new("--no-color") { Description = "No colours (also NO_COLOR)", Recursive = true };

    /// <summary>How long another run is waited for where nothing is said, as of a rehearsal's apply.</summary>
    public static string UsualLockTimeout(Func<string, string?> variable) => variable("PLANRUNNER_LOCK_TIMEOUT") ?? "30s";

    /// <summary>An option with a fixed set of values, the first of which is the usual one.</summary>
    public static Option<string> Choice(string name, string alias, string description, string[] values)
    {
        var option = new Option<string>(name, alias)
        {
            Description = $"{description}: {string.Join(", ", values)}",
            DefaultValueFactory = _ => values[0],
        };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    // What the parser does not know as an option it takes for the next argument.
    private static void MustBeNoOption(ArgumentResult result)
    {
        if (result.Tokens is [{ Value: ['-', ..] typed }, ..])
            result.AddError($"there is no option {typed} here; a file of that name is ./{typed}");
    }

    private static void MustSayWhy(OptionResult result)
    {
        if (result.Tokens is not [{ Value: var given }])
            return;
        if (given.Trim() is "" or "…" or "...")
            result.AddError("--reason is empty; write what you found, for those who read the state later");
        else if (HiddenCharacter.In(given) is { } hidden)
            result.AddError($"--reason contains a line break or another invisible character, {hidden}; write it in one line without");
    }

    private static void MustBeDuration(OptionResult result)
    {
        var given = result.GetValueOrDefault<string?>();
        if (given is not null && !Durations.TryParse(given, out _))
            result.AddError($"{result.Option.Name}: \"{given}\" is not a duration; write a number and a unit: 30s, 2m, 0s");
    }
}
