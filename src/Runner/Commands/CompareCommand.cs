using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Commands;

/// <summary>Shows what differs for a plan between two environments, by their files and states alone: reads no secret, contacts nothing.</summary>
internal static class CompareCommand
{
    private static readonly Option<string?> With = new("--with", "-w")
    {
        Description = "The environment to compare with: a name in environments/ beside the plan, or a path to its file",
    };

    private static readonly Option<string?> WithState = new("--with-state")
    {
        Description = "The state file of the environment that --with names",
    };

    private static readonly Option<bool> DetailedExitCode = new("--detailed-exitcode")
    {
        Description = "Exit with 2 where a step, a setting or what has run differs",
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("compare", "Show what differs between two environments: texts, values, and what has run where")
        {
            CommonOptions.Plan,
            CommonOptions.Environment,
            With,
            CommonOptions.Variables,
            CommonOptions.State,
            WithState,
            DetailedExitCode,
            CommonOptions.ReviewFormat,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(new CommandInput(parsed, parts), cancellationToken)));
        return command;
    }

    private static int Run(CommandInput input, CancellationToken cancellationToken)
    {
        if (Load(input, cancellationToken) is not var (first, second))
            return ExitCodes.Invalid;
        var (ours, theirs) = (Look(input, first), Look(input, second));
        if (ours is null || theirs is null)
            return ExitCodes.PersonNeeded;
        var comparison = new ComparisonBuilder(ours, theirs).Build();
        if (input.Parsed.GetRequiredValue(CommonOptions.ReviewFormat) == "github")
            input.Output.Commands(Written(input, comparison));
        else
            input.Output.Result(Written(input, comparison));
        return input.Parsed.GetValue(DetailedExitCode) && comparison.Differs ? ExitCodes.ChangesFound : ExitCodes.Done;
    }

    private static (LoadedPlan First, LoadedPlan Second)? Load(CommandInput input, CancellationToken cancellationToken)
    {
        var diagnostics = new Diagnostics();
        var request = new EnvironmentRequest(input.Variables(diagnostics), ReadSecrets: false, ProcessVariables.Get)
        {
            Stop = cancellationToken,
        };
        var plan = PlanLoader.Load(input.PlanPath, diagnostics, input.Kinds);
        var first = LoadedPlan.Load(plan, NamedEnvironment.Of(input), request, diagnostics);
        var second = LoadedPlan.Load(
            plan,
            new NamedEnvironment(
                "--with",
                input.Parsed.GetValue(With),
                input.Parsed.GetValue(WithState),
                "no environment is named to compare with"
            ),
            request,
            diagnostics
        );
        // A typing error in a script would otherwise read as "nothing differs".
        if (first is not null && first.Environment.Name == second?.Environment.Name)
        {
            var others = EnvironmentLoader.Names(plan!).Where(name => name != first.Environment.Name).ToList();
            var help =
                others.Count > 0
                    ? $"name another one with --with: {string.Join(", ", others)}"
                    : "the plan has no other one: write it into environments/ beside the plan, or name its file with --with";
            diagnostics.Error("PR3909", $"--env and --with both name \"{first.Environment.Name}\"", null, help);
        }

        return input.Report(diagnostics) || first is null || second is null ? null : (first, second);
    }

    // Null where the state is damaged, which was told with whose it is.
    private static ComparedSide? Look(CommandInput input, LoadedPlan loaded)
    {
        var arguments = input.Arguments with { Options = $"--env {CommandArguments.Quoted(loaded.Environment.Name)}" };
        var asked = input.Question(GatedCommand.Compare, loaded);
        var reading = loaded.LookAtState(arguments);
        if (
            GateList.First(GateMoment.StateRead, asked with { Reading = reading, Typed = asked.Typed with { Arguments = arguments } }) is
            { } damaged
        )
        {
            input.Output.Refuse(
                damaged with
                {
                    Reasons = [.. damaged.Reasons.Select(d => d with { Message = $"{loaded.Environment.Name}: {d.Message}" })],
                }
            );
            return null;
        }

        if (reading.Torn)
            input.Output.Error(
                $"note: the last line of the state of {loaded.Environment.Name} was cut off while it was written; it is left out"
            );
        return new ComparedSide(
            ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow()),
            StateLock.HeldBy(loaded.StatePath) is not null
        );
    }

    private static string Written(CommandInput input, Comparison comparison) =>
        input.Parsed.GetRequiredValue(CommonOptions.ReviewFormat) switch
        {
            "json" => ComparisonJson.Of(comparison),
            "markdown" => new ComparisonMarkdown(comparison, Again(input)).Write(),
            "github" => new ComparisonAnnotations(comparison).Write(),
            "html" => new ComparisonHtml(comparison).Write(),
            _ => new ComparisonText(comparison, input.Output.ResultColour, input.Output.ResultWidth).Write(),
        };

    private static string Again(CommandInput input)
    {
        var state = input.Parsed.GetValue(WithState) is { } path ? $" --with-state {CommandArguments.Quoted(path)}" : "";
        return $"planrunner compare {input.Arguments} --with {CommandArguments.Quoted(input.Parsed.GetValue(With)!)}{state}";
    }
}
