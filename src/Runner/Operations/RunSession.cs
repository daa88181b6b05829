using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Markers;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Operations;

/// <summary>
/// One run against the databases, used once. It identifies the servers, takes their locks, opens the journal, corrects the state
/// from the markers, does the work and reports how it ended. In any case it then releases all of it in reverse order,
/// before any error is reported.
/// </summary>
internal sealed class RunSession(OperationInput input, LoadedPlan loaded, StateHold hold) : IAsyncDisposable
{
    private readonly Sessions sessions = new(loaded.Plan.Name, loaded.ConnectionsInUse(hold.Reading.Snapshot), loaded.Redactor);
    private RunLock? locks;
    private StateStore? store;
    private RunConsole? console;

    public async Task<int> RunAsync(RunWork work, CancellationToken cancellationToken)
    {
        var next = $"planrunner {work.Command} {input.Again}";
        try
        {
            await using (this)
                return await BeginAsync(work, next, cancellationToken);
        }
        catch (PostgresFailureException lost)
        {
            input.Report([lost.Diagnostic]);
            return input.Output.Refuse(NotBegun(ExitCodes.StepFailed, next));
        }
        catch (StateTakenException taken)
        {
            return input.Output.Refuse(Taken(taken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return input.Output.Refuse(Unwritable(exception, next));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            input.Output.Error("cancelled");
            return input.Output.Refuse(NotBegun(ExitCodes.Cancelled, next));
        }
    }

    public async ValueTask DisposeAsync()
    {
        console?.Dispose();
        store?.Dispose();
        if (locks is not null)
            await locks.DisposeAsync();
        await sessions.DisposeAsync();
    }

    private async Task<int> BeginAsync(RunWork work, string next, CancellationToken cancellationToken)
    {
        var found = new Diagnostics();
        var state = hold.Reading.Snapshot;
        var (servers, rebind) = await ServerIdentification.IdentifyAllAsync(input.Arguments, sessions, state, found, cancellationToken);
        if (input.Report(found))
        {
            // Another server than the one it was frozen on cannot undo anything: that is for a person.
            if (rebind)
                return ExitCodes.PersonNeeded;
            if (servers.Count == 0 || work.WithoutServer is not { } less)
                return input.Output.Refuse(NotBegun(ExitCodes.StepFailed, next));
            work = less;
        }

        return await LockAsync(servers, next, cancellationToken) is { } locked
            ? input.Output.Refuse(locked)
            : await JournalAsync(work, servers, cancellationToken);
    }

    private async Task<Refusal?> LockAsync(IReadOnlyList<BoundServer> servers, string next, CancellationToken cancellationToken)
    {
        void Waiting(string who) => input.Output.Progress($"waiting   {who}; for at most {Durations.Format(input.LockTimeout)}");
        (locks, var refused) = await RunLock.AcquireAsync(
            sessions,
            servers.Select(s => s.Connection),
            loaded.Environment.Name,
            input.LockTimeout,
            input.Time,
            Waiting,
            cancellationToken
        );
        return refused is null ? null : Refusal.Found(ExitCodes.Locked, [refused]) with { Next = next };
    }

    private async Task<int> JournalAsync(RunWork work, IReadOnlyList<BoundServer> servers, CancellationToken cancellationToken)
    {
        store = hold.Open(reading => input.OpenStore(loaded, reading));
        console = new RunConsole(input.Output, input.Time);
        var id = Guid.NewGuid().ToString("N")[..12];
        var markers = await MarkersAsync(store, id, cancellationToken);
        var run = Context(store, console, id, markers);
        store.Write(Started(work, run.Run, servers), flush: true);
        if (markers is not null)
        {
            if (MarkerReconciliation.Renamed(loaded.Rendered, store.Snapshot, input.Parts.Operator, markers.Found) is { } renamed)
                store.Write(renamed, flush: true);
            await markers.MoveAsync(sessions, MarkerReconciliation.Moves(store.Snapshot), cancellationToken);
        }

        return Reconcile(run, store) is { } differs ? input.Output.Refuse(differs) : await WorkAsync(work, run, cancellationToken);
    }

    private async Task<int> WorkAsync(RunWork work, RunContext run, CancellationToken cancellationToken)
    {
        RunReport report;
        try
        {
            report = await work.DoAsync(run, cancellationToken);
        }
        catch (OvertakenException overtaken)
        {
            console!.Dispose();
            run.Store.Write(new RunFinished(run.Run, ExitCodes.Locked), flush: true);
            var refusal = Refusal.Found(ExitCodes.Locked, [overtaken.Diagnostic]);
            return input.Output.Refuse(refusal with { Next = $"planrunner status {input.Arguments}" });
        }

        console!.Dispose();
        Tell(report, run.Snapshot);
        return report.ExitCode;
    }

    private RunStarted Started(RunWork work, string id, IReadOnlyList<BoundServer> servers) =>
        new(
            id,
            work.Command,
            input.Parts.Operator.User,
            input.Parts.Operator.Machine,
            input.Parts.Operator.Process,
            RunnerVersion.Text,
            PlanRevision.Of(loaded.Plan.Folder)
        )
        {
            Fingerprint = work.Fingerprint,
            Servers = servers,
            Variables = Kept(holdSecrets: false) is { Count: > 0 } kept ? kept : null,
            Withheld = Kept(holdSecrets: true) is { Count: > 0 } withheld ? [.. withheld.Keys] : null,
        };

    private Dictionary<string, string> Kept(bool holdSecrets) =>
        loaded
            .Given.Where(v => loaded.Redactor.Holds(v.Value) is not null == holdSecrets)
            .ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);

    private async Task<DatabaseMarkers?> MarkersAsync(StateStore opened, string id, CancellationToken cancellationToken)
    {
        if (!sessions.Connections.Values.Any(c => c.Markers))
            return null;
        var owner = new MarkerOwner(opened.Snapshot.Opened!.Lineage, id, opened.Snapshot.Opened.Fresh);
        return await DatabaseMarkers.TakeOverAsync(sessions, loaded.Environment.Name, owner, input.LockTimeout, cancellationToken);
    }

    // What runs after the state is corrected has not been shown or confirmed, so that is for the next command.
    private Refusal? Reconcile(RunContext run, StateStore opened)
    {
        if (run.Markers is not { } markers)
            return null;
        var told = MarkerReconciliation.Apply(
            loaded.Rendered,
            opened.Snapshot,
            markers.Found,
            run.Run,
            line => opened.Write(line, flush: true)
        );
        if (told.Count == 0)
            return null;
        opened.Write(new RunFinished(run.Run, ExitCodes.PersonNeeded), flush: true);
        return new Refusal(ExitCodes.PersonNeeded)
        {
            Reasons = MarkerLook.Warnings(told),
            Help = "the state is corrected from the markers in the database; nothing else was done",
            Next = $"planrunner dry-run {input.Arguments}",
        };
    }

    private RunContext Context(StateStore opened, RunConsole shown, string id, DatabaseMarkers? markers) =>
        new()
        {
            Plan = loaded.Rendered,
            Run = id,
            Markers = markers,
            Store = opened,
            StateFile = loaded.StatePath,
            Sessions = sessions,
            Processes = ProcessRunner.Default,
            Redactor = loaded.Redactor,
            Time = input.Time,
            Operator = input.Parts.Operator,
            Answers = new Answers(
                input.Typed.Yes,
                loaded.Environment.Protected,
                input.Typed.Confirmed.ToHashSet(StringComparer.Ordinal),
                input.Output.Asker
            ),
            Tell = shown.Tell,
            CommandArguments = input.Arguments,
            Again = input.Again,
        };

    // Nothing was done, and so nothing was undone either.
    private Refusal NotBegun(int exitCode, string next) =>
        OpenGuardedGroups.Told(new Refusal(exitCode) { Next = next }, hold.Reading.Snapshot);

    private Refusal Taken(StateTakenException taken) =>
        Refusal.Of(
            ExitCodes.Locked,
            "PR5019",
            taken.Message,
            "another run took over, or a person did; this one does nothing more and undoes nothing"
        ) with
        {
            Next = $"planrunner status {input.Arguments}",
        };

    // Without a journal nothing may be undone either: it could not be recorded.
    private Refusal Unwritable(Exception exception, string next)
    {
        const string Help =
            "nothing was started that could not be recorded; fix this, then run the same command again: "
            + "it continues from the last line that was written";
        var refusal = Refusal.Of(ExitCodes.StepFailed, "PR5007", $"the state could not be written: {exception.Message}", Help);
        return OpenGuardedGroups.Told(
            refusal with
            {
                Next = next,
            },
            exception is StateWriteException && store is not null ? store.Snapshot : hold.Reading.Snapshot
        );
    }

    // What is left of what was agreed on has another fingerprint.
    private string Agreed(string next, StateSnapshot state) =>
        input.Typed.ExpectFingerprint is { } expected
            ? next.Replace(
                $"--expect-fingerprint {expected}",
                $"--expect-fingerprint {ChangePlanner.Decide(loaded.Rendered, state, input.Time.GetUtcNow()).Fingerprint}",
                StringComparison.Ordinal
            )
            : next;

    private void Tell(RunReport report, StateSnapshot state)
    {
        foreach (var notice in report.Notices)
            input.Output.Print(notice);
        int Ended(StepEnd end) => report.Results.Count(r => r.End == end);
        var warned = report.Results.Count(r => r is { End: StepEnd.Done, Diagnostic: not null }) is var n and > 0
            ? $", {n} with a warning"
            : "";
        var stopped = report.Stopped is null ? "" : $", stopped at {report.Stopped.Path}";
        input.Output.Result(
            $"Run {report.Run}: {Ended(StepEnd.Done)} done, {Ended(StepEnd.AlreadyDone)} found done, {Ended(StepEnd.Undone)} "
                + $"undone{warned}{stopped}."
        );
        if (report.Next is { } next && report.ExitCode != 0)
            input.Output.Advise(new Advice(null, Agreed(next, state)));
    }
}
