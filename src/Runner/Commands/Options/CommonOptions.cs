using System.CommandLine;
using System.CommandLine.Parsing;
using PlanRunner.Runner.Reporting.Formats;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Commands.Options;

/// <summary>Arguments and options that several commands share, each made once.</summary>
internal static class CommonOptions
{
    /// <summary>The plan of a folder.</summary>
    public const string UsualPlan = "plan.yaml";

    public static readonly Argument<string> Plan = new("PLAN")
    {
        Description = "The plan's file, or the folder that holds its plan.yaml; may be left out in that folder",
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
        Description = "Take the values that the last run was given with --var; a --var beside it goes before",
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
        Description = "Answer the question before the start, and outside protected environments every confirm",
    };

    public static readonly Option<string[]> Confirm = new("--confirm")
    {
        Description = "Answer the confirm of one step or group (repeatable)",
        AllowMultipleArgumentsPerToken = false,
    };

    public static readonly Option<bool> FirstRun = new("--first-run")
    {
        Description = "This protected environment has no state yet, and that is right",
    };

    public static readonly Option<string?> To = new("--to")
    {
        Description = "The last step that stays; without it everything is taken back",
    };

    public static readonly Option<string[]> Past = new("--past")
    {
        Description = "Go back past this point of no return, whatever that loses (repeatable)",
    };

    public static readonly Option<string?> Until = new("--until") { Description = "The last step or group to run" };

    public static readonly Option<string?> Approved = new("--approved")
    {
        Description = "What --out saved and somebody approved: exactly that is done, or nothing; a dry run says how it differs",
    };

    public static readonly Option<string?> Out = new("--out")
    {
        Description = "Save what is shown to this file, to be approved and given back with --approved; holds no secret",
    };

    public static readonly Option<string?> ExpectFingerprint = new("--expect-fingerprint")
    {
        Description = "Run only what a dry run showed under this fingerprint",
    };

    public static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why, for those who read the state later",
        Required = true,
    };

    public static readonly Option<string> OutputFormat = Choice("--output", "-o", "How to show it", ["text", "json"]);

    public static readonly Option<string> ReviewFormat = Choice("--output", "-o", "How to show it", ReportFormats.Names);

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

    private static void MustBeDuration(OptionResult result)
    {
        var given = result.GetValueOrDefault<string?>();
        if (given is not null && !Durations.TryParse(given, out _))
            result.AddError($"{result.Option.Name}: \"{given}\" is not a duration; write a number and a unit: 30s, 2m, 0s");
    }
}
