using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Steps.Kinds.Shell;

/// <summary>A program that will run, to the letter.</summary>
internal sealed class RenderedShell(ShellStep step) : RenderedBody(step)
{
    private const string ScriptName = "script";
    private const string AttemptVariable = "PLANRUNNER_ATTEMPT";

    public RenderedText? Script { get; init; }

    public IReadOnlyList<RenderedText>? Command { get; init; }

    public IReadOnlyDictionary<string, RenderedText> Environment { get; init; } = new Dictionary<string, RenderedText>();

    public RenderedText? Folder { get; init; }

    public RenderedText? Input { get; init; }

    public override StepEffect Effect => StepEffect.Outside;

    public override bool HoldsSecret =>
        new[] { Script, Folder, Input }.Concat(Command ?? []).Concat(Environment.Values).Any(text => text is { HoldsSecret: true });

    private ShellFiles Files => field ??= ShellFiles.Of(step, this);

    public override IReadOnlyList<string> Uncovered => Files.Uncovered;

    public override string Redacted => field ??= ShellText.Of(step, this, Files.Covered);

    // Its text names them.
    public override IReadOnlyDictionary<string, CaptureReference> Parameters => new Dictionary<string, CaptureReference>();

    /// <summary>A file that its program made itself, or that an older version did not look at, does not make it another text.</summary>
    public override string RedactedBeside(string rendered) =>
        ShellText.Of(step, this, [.. Files.Covered.Where(file => ShellText.Covers(rendered, file))]);

    private Place Place => (Script ?? Command?[0])?.PlaceAt(0) ?? step.Place;

    // "sh" where a script runs: which shell is the machine's affair.
    private string Name => Script is not null ? "the script" : Command![0].Redacted;

    public override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellationToken) =>
        Task.FromResult<Observation>(new Observation.Opaque());

    public override async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        // What was approved and journaled is what runs, although a plan may wait long for its turn.
        if (ShellFiles.Of(step, this).Changed(Files) is { } changed)
            return NotRun(
                Diagnostic.Error(
                    "PR5082",
                    $"{changed} has changed since this run began",
                    Place,
                    "the step did not run; find out what changed it, then apply again"
                )
            );
        using var folder = PrivateFolder.Create();
        using var output = new ShellOutput(
            context,
            step,
            Script is null ? null : line => ScriptLine.InPlan(Script, Path.Combine(folder.Path, ScriptName), line)
        );
        try
        {
            var result = await context.Processes.RunAsync(Prepare(context, folder, output), cancellationToken);
            var ownChange = ShellWarnings.OwnChange(context.Path, [.. ShellFiles.Of(step, this).AllChanged(Files)], Place);
            var goesOn = ShellWarnings.GoesOn(result, Name, Attempt(context.Run, context.Path), Place);
            return ShellWarnings.Beside(new ShellResult(step, Name, Place).Of(result, output, context.Redactor), ownChange, goesOn);
        }
        catch (OperationCanceledException)
        {
            throw new ProgramStoppedException(output.Errors, output.KeptFile, cancellationToken);
        }
        catch (ProcessStartException exception) when (exception.TooLong)
        {
            return NotRun(ShellSizes.TooLong(step, this, context.Parameters, Place));
        }
        catch (ProcessStartException exception)
        {
            return NotRun(Diagnostic.Error("PR6201", context.Redactor.Redact(exception.Message), Place, exception.HelpText));
        }
    }

    private static StepOutcome.Failed NotRun(Diagnostic diagnostic) => new(diagnostic, EffectAfterFailure.None);

    /// <summary>A child does not die with its runner: it is waited for, then ended, before its effect is asked about.</summary>
    public override Task<string?> EndLeftoversAsync(
        StepContext context,
        string run,
        BackendPoint? backend,
        CancellationToken cancellationToken
    ) =>
        Leftovers.EndAsync(
            Attempt(run, context.StartedAs ?? context.Path),
            context.Time,
            text => context.Tell(new StepEvent.Doing(context.Path, text)),
            cancellationToken
        );

    private static ProcessMark Attempt(string run, StepPath step) => new(AttemptVariable, $"{run}:{step.Value}");

    private ProcessCommand Prepare(StepContext context, PrivateFolder folder, ShellOutput output)
    {
        // The script is a file: as an argument all could read it, and standard input is the step's own.
        var (program, arguments) = Script is not null
            ? ("sh", ["-eu", folder.Write(ScriptName, Script.Text)])
            : (Command![0].Text, Command.Skip(1).Select(part => part.Text).ToArray());
        return ProcessCommand.Of(program, arguments) with
        {
            Environment = VariablesOf(context, folder),
            WorkingDirectory = Folder is null ? context.PlanFolder : Path.GetFullPath(Folder.Text, context.PlanFolder),
            StandardInput = Input?.Text,
            OnOutput = output.Line,
            OnError = output.ErrorLine,
            Keep = step.Capture is null ? 0 : ShellResult.CaptureLimit,
            StopsWhenFull = step.Capture is not null,
            Mark = Attempt(context.Run, context.Path),
            OnStopping = text => context.Tell(new StepEvent.Doing(context.Path, text)),
        };
    }

    private Dictionary<string, string?> VariablesOf(StepContext context, PrivateFolder folder)
    {
        var variables = context.ProgramVariables();
        if (step.Connections.Count > 0)
        {
            var written = ConnectionFiles.Write(
                folder,
                [.. Connections.Select(name => context.Sessions.Connections[name])],
                context.Sessions.ApplicationName(context.Path),
                SessionSettings.OfShell(context.Settings, context.Timeout)
            );
            foreach (var (name, value) in written)
                variables[name] = value;
        }

        foreach (var (name, value) in context.Parameters)
        {
            variables[name] = value.Text;
            variables[name.ToUpperInvariant()] = value.Text;
        }

        foreach (var (name, value) in Environment)
            variables[name] = value.Text;
        variables["PLANRUNNER_STEP"] = context.Path.Value;
        return variables;
    }
}
