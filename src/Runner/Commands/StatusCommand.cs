using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Commands;

/// <summary>What is done, by whom and when; what is next; what is open. Reads the state, and the markers in databases that have them.</summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        var command = new Command("status", "What is done, by whom and when; what is next; what is open")
        {
            CommonOptions.Plan, CommonOptions.Environment, CommonOptions.Variables, CommonOptions.State, CommonOptions.OutputFormat,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, CancellationToken cancellationToken)
    {
        if (LoadedPlan.Load(input, readSecrets: false, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        var reading = loaded.LookAtState();
        if (input.Report(reading.Diagnostics))
            return ExitCodes.PersonNeeded;
        var changes = ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow());
        var holder = StateLock.HeldBy(loaded.StatePath);
        input.Output.Result(input.Json ? Json(loaded, changes, holder) : new StatusReport(changes, loaded.StatePath, holder).Write());
        // Only where there are markers a secret is needed for looking.
        if (holder is not null || !loaded.HasMarkers || LoadedPlan.Load(input, readSecrets: true, cancellationToken) is not { } open)
            return ExitCodes.Done;
        if (await MarkerLook.PutRightAsync(input, open, reading.Snapshot, cancellationToken) is { } told)
        {
            MarkerLook.Tell(input, told);
            if (told.Count == 0)
                input.Output.Progress("The markers in the database say the same.");
        }

        return ExitCodes.Done;
    }

    private static string Json(LoadedPlan loaded, ChangeSet changes, LockHolder? holder) => JsonText.Of(1, json =>
    {
        json.WriteString("plan", loaded.Plan.Name);
        json.WriteString("environment", loaded.Environment.Name);
        json.WriteString("running", holder?.ToString());
        json.WriteString("fingerprint", changes.Fingerprint);
        json.WriteStartArray("open");
        foreach (var change in changes.All.Where(c => c.Open is not null))
        {
            json.WriteStartObject();
            json.WriteString("group", change.Path.Value);
            json.WriteString("since", change.Open!.Since);
            json.WriteBoolean("past_return", change.Open.PastReturn);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("steps");
        foreach (var change in changes.Leaves)
        {
            json.WriteStartObject();
            json.WriteString("path", change.Path.Value);
            json.WriteString("status", change.Word(holder is not null));
            json.WriteString("action", change.Action.ToString().ToLowerInvariant());
            if (change.State?.StartedAt is { } started)
                json.WriteString("started", started);
            if (change.State?.EndedAt is { } ended)
                json.WriteString("ended", ended);
            if (change.State?.Because is { } because)
                json.WriteString("because", because);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
