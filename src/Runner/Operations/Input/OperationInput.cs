using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Operations.Input;

/// <summary>What an operation on a plan is given: what is asked of it, where it prints and prompts, and by which clock.</summary>
internal class OperationInput(PlanRequest request, RunnerParts parts, OutputOptions options)
{
    public PlanRequest Request => request;

    public RunnerParts Parts => parts;

    public OutputOptions Options => options;

    public Output Output { get; } = parts.Open(options);

    public StepKinds Kinds => parts.Kinds;

    public TimeProvider Time => parts.Time;

    /// <summary>Knows the secrets of the environment, once it was read: what was typed may hold one.</summary>
    public Redactor Redactor { get; set; } = new();

    public string PlanPath => PlanFile(request.Plan);

    public string? Environment => request.Environment;

    /// <summary>Its name, or its file, to be opened.</summary>
    public string? EnvironmentPath => Located(request.Environment);

    /// <summary>The state file, to be opened; null where none was named.</summary>
    public string? StatePath => request.StatePath is { Length: > 0 } path ? parts.InFolder(path) : request.StatePath;

    public bool SameVariables => request.SameVariables;

    public TimeSpan LockTimeout => request.LockTimeout;

    /// <summary>How this plan and environment are named on the command line, for the next command to type.</summary>
    public CommandArguments Arguments
    {
        get
        {
            var words = Rehearsed.Options;
            if (request.SameVariables)
                words += " --same-vars";
            if (request.StatePath is { } state && parts.Variable("PLANRUNNER_STATE") != state)
                words += $" --state {CommandArguments.Quoted(state)}";
            return Rehearsed with { Options = words };
        }
    }

    /// <summary>The same for a rehearsal, which has a state of its own.</summary>
    public CommandArguments Rehearsed
    {
        get
        {
            var words = $"--env {CommandArguments.Quoted(request.Environment ?? "ENVIRONMENT")}";
            foreach (var variable in request.Variables)
                words += $" --var {Shown(variable)}";
            return new CommandArguments(CommandArguments.Quoted(request.Plan), words);
        }
    }

    /// <summary>The same with all else that was typed and decides what the command does: to type it again, with what is added.</summary>
    public CommandArguments Again => Rehearsed with { Options = Arguments.Options + request.Rest };

    /// <summary>What a gate asks of the command line.</summary>
    public TypedCommand Typed =>
        new(request.Command, Arguments, Again)
        {
            Rehearsed = Rehearsed,
            FirstRun = request.FirstRun,
            Yes = request.Yes,
            Until = request.Until,
            To = request.To,
            Past = request.Past,
            Confirmed = request.Confirmed,
            ExpectFingerprint = request.ExpectFingerprint,
            Approved = request.Approved is { } saved ? parts.InFolder(saved) : null,
        };

    /// <summary>What a gate is asked, once the plan is loaded.</summary>
    public GateQuestion Question(GatedCommand command, LoadedPlan loaded) =>
        new(command, Typed, loaded.Rendered) { StatePath = loaded.StatePath, Given = loaded.Given };

    /// <summary>The journal of a plan that was read under its lock.</summary>
    public StateStore OpenStore(LoadedPlan loaded, StateReading reading) =>
        parts.OpenStore(loaded.StatePath, reading, loaded.Plan.Name, loaded.Environment.Name, parts.Time);

    public IReadOnlyDictionary<string, string> Variables(Diagnostics diagnostics)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var given in request.Variables)
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

    /// <summary>An environment's name, or its file where it is named by that.</summary>
    public string? Located(string? environment) =>
        environment is not null && EnvironmentLoader.IsPath(environment) ? parts.InFolder(environment) : environment;

    // As GivenVariables shows it, which must not know the value either.
    private string Shown(string variable) =>
        Redactor.Holds(variable) is null
            ? CommandArguments.Quoted(variable)
            : $"{variable[..Math.Max(0, variable.IndexOf('=', StringComparison.Ordinal))]}=…";

    // Shown as a person would write it: relative if it is below the current folder.
    private string PlanFile(string given)
    {
        var path = parts.InFolder(given);
        var file = Directory.Exists(path) ? Path.Combine(path, "plan.yaml") : path;
        if (parts.Folder.Length > 0)
            return file;
        var relative = Path.GetRelativePath(".", file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }
}
