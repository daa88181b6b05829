using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Markers;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Commands;

/// <summary>One run against the databases: knows the servers, holds their locks, opens the journal, executes, and tells how it ended.</summary>
internal sealed class ApplyRun(CommandInput input, LoadedPlan loaded, StateHold hold, RunnerParts parts)
{
    private readonly Sessions sessions = new(loaded.Plan.Name, loaded.ConnectionsInUse(hold.Reading.Snapshot), loaded.Redactor);

    public Task<int> RunAsync(ChangeSet changes, StepPath? until, CancellationToken cancellationToken) => ToldAsync(
        "apply",
        async () =>
        {
            var (servers, failure) = await IdentifyAsync(cancellationToken);
            // A window must not stand open for as long as a server is away that closing it may not even need.
            if (failure == ExitCodes.StepFailed && servers.Count > 0 && changes.All.FirstOrDefault(c => c.Open is { PastReturn: false }) is { } open)
                return await LockedAsync("apply", null, servers, (run, _) => new PlanExecutor(run).TakeBackAsync(open.Step, "a server cannot be reached", ExitCodes.StepFailed), cancellationToken);
            return failure is { } code
                ? NotIdentified("apply", code)
                : await LockedAsync("apply", changes.Fingerprint, servers, async (run, token) => await new PlanExecutor(run).RunAsync(changes, until, token), cancellationToken);
        },
        cancellationToken);

    /// <summary>Takes back what stands open, and runs nothing.</summary>
    public Task<int> TakeBackAsync(StepChange open, CancellationToken cancellationToken) => ToldAsync(
        "apply",
        async () =>
        {
            var (servers, failure) = await IdentifyAsync(cancellationToken);
            return failure is { } code && (code != ExitCodes.StepFailed || servers.Count == 0)
                ? NotIdentified("apply", code)
                : await LockedAsync("apply", null, servers, (run, _) => new PlanExecutor(run).TakeBackAsync(open.Step, open.Open!.Because ?? "it was left open", ExitCodes.PersonNeeded), cancellationToken);
        },
        cancellationToken);

    /// <summary>Does something with the databases as one journaled run.</summary>
    public Task<int> WithRunAsync(string command, string? fingerprint, Func<RunContext, CancellationToken, Task<RunReport>> work, CancellationToken cancellationToken) => ToldAsync(
        command,
        async () =>
        {
            var (servers, failure) = await IdentifyAsync(cancellationToken);
            return failure is { } code ? NotIdentified(command, code) : await LockedAsync(command, fingerprint, servers, work, cancellationToken);
        },
        cancellationToken);

    // Another server than the one it was frozen on can take nothing back: that is for a person.
    private int NotIdentified(string command, int code) => code == ExitCodes.StepFailed ? NotBegun($"planrunner {command} {input.Again}", code) : code;

    private async Task<int> ToldAsync(string command, Func<Task<int>> work, CancellationToken cancellationToken)
    {
        var next = $"planrunner {command} {input.Again}";
        try
        {
            return await work();
        }
        catch (PostgresFailureException lost)
        {
            input.Report([lost.Diagnostic]);
            return NotBegun(next, ExitCodes.StepFailed);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unwritable(hold.Reading.Snapshot, exception, next);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            input.Output.Error("cancelled");
            return NotBegun(next, ExitCodes.Cancelled);
        }
    }

    // Nothing was done, and so nothing taken back either.
    private int NotBegun(string next, int exitCode)
    {
        if (Windows.TellOpen(input, hold.Reading.Snapshot, next) is { } open)
            return open;
        input.Output.Error($"next: {next}");
        return exitCode;
    }

    private async Task<int> LockedAsync(
        string command, string? fingerprint, IReadOnlyList<BoundServer> servers, Func<RunContext, CancellationToken, Task<RunReport>> work, CancellationToken cancellationToken)
    {
        var (locks, refused) = await RunLock.AcquireAsync(sessions, servers.Select(s => s.Connection), loaded.Environment.Name, input.LockTimeout, input.Time, who => input.Output.Progress($"waiting   {who}; for at most {Durations.Format(input.LockTimeout)}"), cancellationToken);
        await using var held = locks;
        if (refused is not null)
        {
            input.Report([refused]);
            input.Output.Error($"next: planrunner {command} {input.Again}");
            return ExitCodes.Locked;
        }

        using var store = hold.Open(reading => parts.OpenStore(loaded.StatePath, reading, loaded.Plan.Name, loaded.Environment.Name, input.Time));
        using var console = new RunConsole(input.Output, input.Time);
        try
        {
            return await JournaledAsync(command, fingerprint, servers, store, console, work, cancellationToken);
        }
        catch (StateTakenException taken)
        {
            console.Dispose();
            input.Output.Error($"error PR5019: {taken.Message}\n  help: another run took over, or a person did; this one does nothing more and takes nothing back\nnext: planrunner status {input.Arguments}");
            return ExitCodes.Locked;
        }
        catch (StateWriteException exception)
        {
            console.Dispose();
            return Unwritable(store.Snapshot, exception, $"planrunner {command} {input.Again}");
        }
    }

    private async Task<int> JournaledAsync(
        string command, string? fingerprint, IReadOnlyList<BoundServer> servers, StateStore store, RunConsole console,
        Func<RunContext, CancellationToken, Task<RunReport>> work, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        var markers = await MarkersAsync(store, id, cancellationToken);
        var run = Context(store, console, id, markers);
        store.Write(
            new RunStarted(run.Run, command, Environment.UserName, Environment.MachineName, Environment.ProcessId, RunnerVersion.Text, PlanRevision.Of(loaded.Plan.Folder))
            {
                Fingerprint = fingerprint,
                Servers = servers,
                Variables = Kept(holdSecrets: false) is { Count: > 0 } kept ? kept : null,
                Withheld = Kept(holdSecrets: true) is { Count: > 0 } withheld ? [.. withheld.Keys] : null,
            },
            flush: true);
        if (markers is not null)
        {
            if (MarkerReconciliation.Renamed(loaded.Rendered, store.Snapshot, markers.Found) is { } renamed)
                store.Write(renamed, flush: true);
            await markers.MoveAsync(sessions, MarkerReconciliation.Moves(store.Snapshot), cancellationToken);
        }

        if (Reconcile(run, store) is { } differs)
            return differs;
        RunReport report;
        try
        {
            report = await work(run, cancellationToken);
        }
        catch (OvertakenException overtaken)
        {
            console.Dispose();
            input.Report([overtaken.Diagnostic]);
            store.Write(new RunFinished(run.Run, ExitCodes.Locked), flush: true);
            input.Output.Error($"next: planrunner status {input.Arguments}");
            return ExitCodes.Locked;
        }

        console.Dispose();
        Tell(report, store.Snapshot);
        return report.ExitCode;
    }

    private Dictionary<string, string> Kept(bool holdSecrets) =>
        loaded.Given.Where(v => loaded.Redactor.Holds(v.Value) is not null == holdSecrets).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);

    // Without a journal nothing may be taken back either: it could not be told that it was.
    private int Unwritable(StateSnapshot state, Exception exception, string next)
    {
        input.Output.Error($"error PR5007: the state could not be written: {exception.Message}\n  help: nothing was started that could not be recorded; mend that, then type the same command again: it goes on from the last line that was written");
        if (Windows.TellOpen(input, state, next) is { } open)
            return open;
        input.Output.Error($"next: {next}");
        return ExitCodes.StepFailed;
    }

    private async Task<DatabaseMarkers?> MarkersAsync(StateStore store, string id, CancellationToken cancellationToken) =>
        !sessions.Connections.Values.Any(c => c.Markers) ? null
        : await DatabaseMarkers.TakeOverAsync(
            sessions, loaded.Environment.Name, new MarkerOwner(store.Snapshot.Opened!.Lineage, id, store.Snapshot.Opened.Fresh), input.LockTimeout, cancellationToken);

    // Nobody has seen or agreed to what runs once the state is put right, so that is for the next command.
    private int? Reconcile(RunContext run, StateStore store)
    {
        var told = run.Markers is { } markers ? MarkerReconciliation.Apply(loaded.Rendered, store.Snapshot, markers.Found, run.Run, line => store.Write(line, flush: true)) : [];
        if (told.Count == 0)
            return null;
        MarkerLook.Tell(input, told);
        store.Write(new RunFinished(run.Run, ExitCodes.PersonNeeded), flush: true);
        input.Output.Error($"  help: the state is put right by the markers in the database; nothing else was done\nnext: planrunner dry-run {input.Arguments}");
        return ExitCodes.PersonNeeded;
    }

    private RunContext Context(StateStore store, RunConsole console, string id, DatabaseMarkers? markers) => new()
    {
        Plan = loaded.Rendered,
        Run = id,
        Markers = markers,
        Store = store,
        StateFile = loaded.StatePath,
        Sessions = sessions,
        Processes = ProcessRunner.Default,
        Redactor = loaded.Redactor,
        Time = input.Time,
        Answers = new Answers(
            input.Parsed.GetValue(CommonOptions.Yes),
            loaded.Environment.Protected,
            (input.Parsed.GetValue(CommonOptions.Confirm) ?? []).ToHashSet(StringComparer.Ordinal),
            Output.Asker(input.Output)),
        Tell = console.Tell,
        CommandArguments = input.Arguments,
        Again = input.Again,
    };

    private async Task<(IReadOnlyList<BoundServer> Servers, int? Failure)> IdentifyAsync(CancellationToken cancellationToken)
    {
        var diagnostics = new Diagnostics();
        var (servers, rebind) = await ServerIdentification.IdentifyAllAsync(input, sessions, hold.Reading.Snapshot, diagnostics, cancellationToken);
        return input.Report(diagnostics) ? (servers, rebind ? ExitCodes.PersonNeeded : ExitCodes.StepFailed) : (servers, null);
    }

    // What is left of what was agreed on has another fingerprint.
    private string Agreed(string next, StateSnapshot state) => input.Parsed.GetValue(CommonOptions.ExpectFingerprint) is { } expected
        ? next.Replace($"--expect-fingerprint {expected}", $"--expect-fingerprint {ChangePlanner.Decide(loaded.Rendered, state, input.Time.GetUtcNow()).Fingerprint}", StringComparison.Ordinal)
        : next;

    private void Tell(RunReport report, StateSnapshot state)
    {
        foreach (var notice in report.Notices)
            input.Output.Print(notice);
        var done = report.Results.Count(r => r.End == StepEnd.Done);
        var already = report.Results.Count(r => r.End == StepEnd.AlreadyDone);
        var undone = report.Results.Count(r => r.End == StepEnd.Undone);
        var warned = report.Results.Count(r => r is { End: StepEnd.Done, Diagnostic: not null }) is var n and > 0 ? $", {n} with a warning" : "";
        var failed = report.Stopped is null ? "" : $", stopped at {report.Stopped.Path}";
        input.Output.Result($"Run {report.Run}: {done} done, {already} found done, {undone} undone{warned}{failed}.");
        if (report.Next is { } next && report.ExitCode != 0)
            input.Output.Error($"next: {Agreed(next, state)}");
    }
}
