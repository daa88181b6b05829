using System.CommandLine;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Commands;

/// <summary>The options of a rehearsal, and what they ask of it.</summary>
internal static class RehearsalOptions
{
    public static readonly Option<string?> Folder = new("--sandbox") { Description = "Go on in this sandbox, or make it in this folder" };
    public static readonly Option<bool> Keep = new("--keep") { Description = "Leave the sandbox running, and say how to go on" };
    public static readonly Option<bool> Discard = new("--discard")
    {
        Description = "Remove the sandbox also when the rehearsal fails, which leaves it otherwise, with its servers stopped",
    };
    public static readonly Option<bool> Containers = new("--containers")
    {
        Description =
            "Run the servers in containers of the official images, also where the sandboxes name majors; needs a Docker engine and no Postgres",
    };
    public static readonly Option<bool> Remove = new("--remove")
    {
        Description = "Only stop the servers of the sandbox that --sandbox names, and remove it",
    };
    public static readonly Option<bool> SetupOnly = new("--setup-only")
    {
        Description = "Only start and fill the sandbox, and say how to go on",
    };

    public static readonly Option<string?> EvidenceFile = new("--evidence")
    {
        Description = "Measure every step (locks, rows, WAL, time) and write it into this file, for dry-run --evidence",
    };

    public static RehearsalRequest Request(
        CommandInput input,
        Plan plan,
        PlanEnvironment environment,
        IReadOnlyDictionary<string, string> variables,
        Func<string[], Action<StateEvent>?, CancellationToken, Task<int>> applyAsync
    )
    {
        var planArgument = input.Parsed.GetRequiredValue(CommonOptions.Plan);
        var until = input.Parsed.GetValue(CommonOptions.Until);
        return new RehearsalRequest
        {
            Plan = plan,
            Environment = environment,
            Variables = variables,
            PlanArgument = planArgument,
            EnvironmentOptions = input.Rehearsed.Options,
            ApplyAsync = (environmentFile, stateFile, watch, token) =>
                applyAsync(Apply(input, planArgument, environmentFile, stateFile, until), watch, token),
            EvidenceFile = input.Parsed.GetValue(EvidenceFile),
            WorkloadCommand = RehearsalRunner.OwnCommand(WorkloadCommand.Name),
            Folder = input.Parsed.GetValue(Folder),
            Containers = input.Parsed.GetValue(Containers),
            Keep = input.Parsed.GetValue(Keep),
            Discard = input.Parsed.GetValue(Discard),
            Asked = input.Output.Asker is not null,
            SetupOnly = input.Parsed.GetValue(SetupOnly),
            Partial = until is not null,
            StepsTold = !input.Output.Quiet,
            Tell = text => input.Output.Progress(text),
            TellAlways = text => input.Output.Error(text),
            Print = input.Output.Result,
        };
    }

    private static string[] Apply(CommandInput input, string plan, string environmentFile, string stateFile, string? until)
    {
        var words = new List<string>
        {
            "apply",
            plan,
            "--env",
            environmentFile,
            "--state",
            stateFile,
            "--yes",
            ApplyCommand.RehearsalOption,
        };
        // A sandbox that is gone on with was given what its last apply was given.
        words.Add("--same-vars");
        foreach (var variable in input.Parsed.GetValue(CommonOptions.Variables) ?? [])
            words.AddRange(["--var", variable]);
        if (until is not null)
            words.AddRange(["--until", until]);
        if (input.Output.Quiet)
            words.Add("--quiet");
        if (input.Output.Verbose)
            words.Add("--verbose");
        if (input.Parsed.GetValue(CommonOptions.NoColour))
            words.Add("--no-color");
        return [.. words];
    }
}
