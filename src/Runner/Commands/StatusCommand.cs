using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reporting.Json;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Commands;

/// <summary>What is done, by whom and when; what is next; what is open. Reads the state, and the markers in databases that have them.</summary>
internal static class StatusCommand
{
    private static readonly Option<string?> Step = new("--step")
    {
        Description = "One step: how it stands, why, and what its program printed",
        HelpName = "STEP",
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("status", "What is done, by whom and when; what is next; what is open")
        {
            CommonOptions.Plan,
            CommonOptions.Environment,
            CommonOptions.Variables,
            CommonOptions.SameVariables,
            CommonOptions.State,
            CommonOptions.OutputFormat,
            Step,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed, parts), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: false, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var reading = loaded.LookAtState(input.Arguments);
        if (StateGates.Whole(reading, input.Arguments) is { } damaged)
            return input.Output.Refuse(damaged);
        var holder = StateLock.HeldBy(loaded.StatePath);
        // Only where there are markers a secret is needed for looking.
        var told =
            holder is null && loaded.HasMarkers && LoadedPlan.Load(input, readSecrets: true, cancellationToken) is { } open
                ? await MarkersAsync(input, open, reading.Snapshot, cancellationToken)
                : null;
        var changes = ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow());
        if (input.Parsed.GetValue(Step) is { } wanted)
            return One(input, loaded, changes, wanted, holder is not null);
        input.Output.Result(input.Json ? StatusJson.Of(changes, holder) : new StatusReport(changes, loaded.StatePath, holder).Write());
        var otherValues = GivenVariables.Warning(loaded.Rendered, reading.Snapshot, loaded.Given);
        if (otherValues is not null)
            input.Output.Tell(otherValues);
        else if (holder is null && changes.Undecided.Any())
            TellUndecided(input, changes);
        TellMarkers(input, told);
        return ExitCodes.Done;
    }

    // Null where they cannot be read, which is told and no reason to show nothing.
    private static async Task<IReadOnlyList<Diagnostic>?> MarkersAsync(
        CommandInput input,
        LoadedPlan loaded,
        StateSnapshot state,
        CancellationToken cancellationToken
    )
    {
        var (differences, unread) = await MarkerLook.PutRightAsync(loaded, state, input.Time, cancellationToken);
        if (unread is null)
            return differences;
        input.Output.Refuse(unread);
        return null;
    }

    private static void TellMarkers(CommandInput input, IReadOnlyList<Diagnostic>? told)
    {
        foreach (var difference in told ?? [])
            input.Output.Tell(difference);
        if (told is { Count: 0 })
            input.Output.Progress("The markers in the database say the same.");
        else if (told is not null)
            input.Output.Advise(
                new Advice(
                    $"shown as it is once the state is put right by the markers, which the next apply does: planrunner apply {input.Arguments}",
                    null
                )
            );
    }

    private static void TellUndecided(CommandInput input, ChangeSet changes)
    {
        // It tells both answers, and where each would be typed.
        if (changes.Renamed.Any())
            input.Output.Advise(new Advice(null, $"planrunner dry-run {input.Arguments}"));
        else
            input.Output.Advise(new Undecided(input.Arguments).First(changes));
    }

    private static int One(CommandInput input, LoadedPlan loaded, ChangeSet changes, string wanted, bool running)
    {
        var meant = changes.Leaves.Where(c => StepArgument.Means(wanted, c.Step)).ToList();
        if (meant.Count == 0)
            return input.Output.Refuse(StepArgument.Unknown(loaded.Rendered, wanted));
        var reports = meant.ConvertAll(change => (Change: change, File: KeptOutput.PathFor(loaded.StatePath, change.Path, undo: false)));
        input.Output.Result(
            !input.Json
                ? string.Join('\n', reports.Select(one => new StepReport(one.Change, running, one.File).Write()))
                : PrintedJson.Of(changes, reports, running)
        );
        if (!running && meant.Find(change => change.IsUndecided) is { RanUnder: null } undecided)
            input.Output.Advise(new Undecided(input.Arguments).Of(changes, undecided));
        return ExitCodes.Done;
    }
}
