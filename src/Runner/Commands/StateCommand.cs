using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Postgres;

namespace PlanRunner.Runner.Commands;

/// <summary>The state file itself: archive it, bind it to other servers, check it, keep what is whole of a damaged one.</summary>
internal static class StateCommand
{
    private static readonly Option<string?> WindowClosed = new("--window-closed") { Description = "The window that stands open here was taken back by other means: which" };

    public static Command Build(RunnerParts parts) => new("state", "Archive, rebind, verify or repair a state file, or move a renamed step in it")
    {
        Build(parts, "new", "Archive the state and begin a new lineage: the plan counts as never run", NewAsync, reason: false),
        Build(parts, "rebind", "Accept that a connection is lawfully another server or address", RebindAsync, reason: true),
        StateMoveCommand.Build(parts),
        Build(parts, "verify", "Check every line of the state", VerifyAsync, reason: false),
        Build(parts, "repair", "Keep the whole lines of a damaged state; the damaged file is archived beside it", RepairAsync, reason: false),
    };

    private static Command Build(RunnerParts parts, string name, string description, Func<CommandInput, LoadedPlan, CancellationToken, Task<int>> run, bool reason)
    {
        var command = new Command(name, description)
        {
            CommonOptions.Plan, CommonOptions.Environment, CommonOptions.Variables, CommonOptions.SameVariables, CommonOptions.State, CommonOptions.LockTimeout,
        };
        if (reason)
            command.Options.Add(CommonOptions.Reason);
        if (name == "new")
            command.Options.Add(WindowClosed);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var input = new CommandInput(parsed, parts);
            if (LoadedPlan.Load(input, readSecrets: name == "rebind", cancellationToken) is not { } loaded)
                return ExitCodes.Invalid;
            return name == "rebind" && SandboxGate.Ask(input.Question(GatedCommand.Apply, loaded)) is { } noServers
                ? input.Output.Refuse(noServers) : await run(input, loaded, cancellationToken);
        });
        return command;
    }

    private static async Task<int> NewAsync(CommandInput input, LoadedPlan loaded, CancellationToken cancellationToken)
    {
        var (held, locked) = await StateHold.LockAsync(input, loaded, "state new", cancellationToken);
        if (held is null)
            return input.Output.Refuse(locked!);
        using (held)
        {
            if (RefuseNew(input, loaded, held) is { } refusal)
                return input.Output.Refuse(refusal);
            var archive = File.Exists(loaded.StatePath) ? Archive(input, loaded) : null;
            StateStore.BeginAnew(loaded.StatePath, loaded.Plan.Name, loaded.Environment.Name, input.Time);
            held.Remember(loaded.ReadState());
            input.Output.Result(archive is null
                ? "There was no state; a new lineage is begun."
                : $"Archived as {archive}. The next apply begins a new lineage and would run every step again.\nnext: planrunner dry-run {input.Arguments}");
            return ExitCodes.Done;
        }
    }

    private static Refusal? RefuseNew(CommandInput input, LoadedPlan loaded, StateLock held)
    {
        var reading = loaded.ReadState();
        // What is no state is not archived as one.
        if (reading.Diagnostics.Any(diagnostic => diagnostic.Id == StateFile.TooLarge))
            return Refusal.Found(ExitCodes.PersonNeeded, reading.Diagnostics);
        var changes = ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow());
        var exists = File.Exists(loaded.StatePath);
        var missed = !exists && held.Check(loaded.StatePath, reading) is not null;
        var closed = !string.IsNullOrWhiteSpace(input.Parsed.GetValue(WindowClosed));
        if (!closed && LostStateGates.Unknown(changes, missed, input.Arguments) is { } unknown)
            return unknown;
        if (!exists)
            return null;
        return OpenWindows.Lost(changes, input.Arguments) ?? (closed ? null : LostStateGates.Open(changes, input.Arguments));
    }

    private static async Task<int> RebindAsync(CommandInput input, LoadedPlan loaded, CancellationToken cancellationToken)
    {
        var (hold, refusal) = await StateHold.TakeAsync(input, loaded, "state rebind", cancellationToken);
        if (hold is null)
            return input.Output.Refuse(refusal!);
        using (hold)
        {
            await using var sessions = new Sessions(loaded.Plan.Name, loaded.Environment.Connections, loaded.Redactor);
            var diagnostics = new Diagnostics();
            var servers = new List<BoundServer>();
            foreach (var connection in loaded.Environment.Connections.Values)
            {
                if (await ServerIdentification.IdentifyAsync(sessions, connection, diagnostics, cancellationToken) is { } server)
                    servers.Add(server);
            }

            if (input.Report(diagnostics))
                return ExitCodes.StepFailed;
            using var store = hold.Open(reading => StateStore.Open(loaded.StatePath, reading, loaded.Plan.Name, loaded.Environment.Name, input.Time));
            store.Write(new ServersRebound(Environment.UserName, Environment.MachineName, input.Parsed.GetRequiredValue(CommonOptions.Reason), servers), flush: true);
            input.Output.Result($"Bound to {string.Join(", ", servers.Select(s => $"{s.Connection} {s.Host}:{s.Port}/{s.Database} (system {s.SystemIdentifier})"))}.\nnext: planrunner dry-run {input.Arguments}");
            return ExitCodes.Done;
        }
    }

    private static Task<int> VerifyAsync(CommandInput input, LoadedPlan loaded, CancellationToken cancellationToken)
    {
        var reading = loaded.ReadState();
        if (!reading.Diagnostics.HasErrors && StateLock.CheckFree(loaded.StatePath, reading) is { } older)
        {
            input.Report([older]);
            return Task.FromResult(ExitCodes.PersonNeeded);
        }

        if (input.Report(reading.Diagnostics))
        {
            input.Output.Result($"Damaged. What stands above the damage: {reading.Snapshot.Steps.Values.Count(s => s is { Status: StepStatus.Done, Kind: not "steps" })} steps done.");
            return Task.FromResult(ExitCodes.PersonNeeded);
        }

        input.Output.Result(reading.Snapshot.IsEmpty
            ? "There is no state yet."
            : $"Whole: {reading.Snapshot.Runs.Count} runs, {reading.Snapshot.Steps.Values.Count(s => s is { Status: StepStatus.Done, Kind: not "steps" })} steps done{(reading.Torn ? "; the last line was cut off while it was written and counts for nothing" : "")}.");
        return Task.FromResult(ExitCodes.Done);
    }

    private static async Task<int> RepairAsync(CommandInput input, LoadedPlan loaded, CancellationToken cancellationToken)
    {
        var (held, locked) = await StateHold.LockAsync(input, loaded, "state repair", cancellationToken);
        if (held is null)
            return input.Output.Refuse(locked!);
        using (held)
        {
            var reading = loaded.ReadState();
            if (!reading.Diagnostics.HasErrors && held.Check(loaded.StatePath, reading) is null)
            {
                input.Output.Result("The state is whole; nothing to repair.");
                return ExitCodes.Done;
            }

            var repaired = new StateRepaired(Environment.UserName, Environment.MachineName);
            if (!File.Exists(loaded.StatePath))
            {
                StateStore.BeginUnknown(loaded.StatePath, loaded.Plan.Name, loaded.Environment.Name, repaired, input.Time);
                held.Remember(loaded.ReadState());
                input.Output.Result($"Begun anew. Steps may have run: each is in doubt now, and an apply asks its marker in the database, its probe or a person.\nnext: planrunner status {input.Arguments}");
                return ExitCodes.Done;
            }

            var archive = ArchiveName(input, loaded);
            if (StateFile.Unedited(loaded.StatePath) is { } plain)
            {
                StateStore.Replace(loaded.StatePath, plain, archive);
                reading = loaded.ReadState();
                if (!reading.Diagnostics.HasErrors && held.Check(loaded.StatePath, reading) is null)
                {
                    held.Remember(reading);
                    input.Output.Result($"Took away what an editor had added; every line is there and whole. The file as it was is {archive}.\nnext: planrunner status {input.Arguments}");
                    return ExitCodes.Done;
                }

                archive = ArchiveName(input, loaded);
            }

            if (reading.Snapshot.IsEmpty)
            {
                input.Report(reading.Diagnostics);
                return input.Output.Refuse(Refusal.Of(
                    ExitCodes.PersonNeeded,
                    "PR5040",
                    "nothing of it can be kept",
                    $"restore it from version control or a backup; if it is lost for good: planrunner state new {input.Arguments}, then resolve each step that ran"));
            }

            StateStore.Repair(loaded.StatePath, reading, archive, repaired, input.Time);
            held.Remember(loaded.ReadState());
            input.Output.Result($"Kept the whole lines; the damaged file is {archive}. Steps that it does not show as done may have run after the damage: each is in doubt now, and an apply asks its probe or a person.\nnext: planrunner status {input.Arguments}");
            return ExitCodes.Done;
        }
    }

    private static string Archive(CommandInput input, LoadedPlan loaded)
    {
        var archive = ArchiveName(input, loaded);
        File.Move(loaded.StatePath, archive);
        return archive;
    }

    private static string ArchiveName(CommandInput input, LoadedPlan loaded) => StateFile.ArchiveName(loaded.StatePath, input.Time.GetUtcNow());
}
