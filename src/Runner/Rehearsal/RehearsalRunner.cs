using System.Diagnostics;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rehearsal.Measures;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.Rehearsal.Workload;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>
/// A whole rehearsal: clusters, seed, workload, apply, proof, report, and nothing left; or, where it is to be kept, how to go on.
/// </summary>
internal sealed class RehearsalRunner(RehearsalRequest request, TimeProvider time)
{
    private const int Failed = 1;
    private readonly Stopwatch watch = Stopwatch.StartNew();

    /// <summary>0 when the plan ran to its end and the proof holds; else the apply's exit code, or 1.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // Found out now, not after the rehearsal.
        if (request.EvidenceFile is { } file)
            await File.Open(file, FileMode.OpenOrCreate, FileAccess.Write).DisposeAsync();
        if (RehearsalWatch.Unanswered(request) is { Count: > 0 } unanswered && !request.SetupOnly && !request.Partial)
            throw new RehearsalException(unanswered);
        var takenUp = await TakeUpAsync(cancellationToken);
        await SandboxOwner.RemoveAbandonedAsync(cancellationToken);
        var sandbox = takenUp ?? await SetUpAsync(cancellationToken);
        int? code = null;
        try
        {
            await StartWorkloadAsync(sandbox, cancellationToken);
            code = request.SetupOnly ? 0 : await ApplyAndProveAsync(sandbox, cancellationToken);
            return code.Value;
        }
        finally
        {
            await LeaveAsync(sandbox, takenUp is not null, Ended(code, cancellationToken));
        }
    }

    /// <summary>Stops all that runs in a sandbox that an earlier rehearsal left, and removes it.</summary>
    public static async Task RemoveAsync(string folder)
    {
        folder = Path.GetFullPath(folder);
        if (SandboxDescription.Read(folder) is null && WorkloadPlan.Read(folder) is null)
            throw new RehearsalException($"{folder} is no sandbox of a rehearsal", "name the folder that the rehearsal told");
        await SandboxOwner.RemoveAsync(folder);
    }

    private static RehearsalEnd Ended(int? code, CancellationToken cancellationToken) =>
        code == 0 ? RehearsalEnd.Well
        : cancellationToken.IsCancellationRequested ? RehearsalEnd.Cancelled
        : RehearsalEnd.Failed;

    private async Task<Sandbox?> TakeUpAsync(CancellationToken cancellationToken)
    {
        if (request.Folder is null || await Sandbox.OpenAsync(request.Folder, cancellationToken) is not { } sandbox)
            return null;
        if (sandbox.Description.Plan != request.Plan.Name)
            throw new RehearsalException(
                $"{request.Folder} is a sandbox of plan \"{sandbox.Description.Plan}\"",
                "name that plan, or another folder"
            );
        Tell($"Going on in {sandbox.Folder}");
        return sandbox;
    }

    private async Task<Sandbox> SetUpAsync(CancellationToken cancellationToken)
    {
        var settings =
            request.Environment.Sandbox
            ?? throw new RehearsalException(
                $"environment \"{request.Environment.Name}\" has no sandbox to rehearse in",
                "give its connections sandbox:, or name another environment with --env"
            );
        if (request.Containers || settings.NamesImage)
            settings = settings.InContainers();
        Tell(settings.NamesImage ? "Starting containers …" : "Starting clusters …");
        var started = await Sandbox.StartAsync(settings, request.Folder, Tell, cancellationToken);
        try
        {
            Tell($"{string.Join(", ", started.Clusters.Select(c => $"{c.Key}: Postgres {c.Value.Version} on port {c.Value.Port}"))}");
            var environment = Rebind(started);
            await SeedAsync(started, environment, settings, cancellationToken);
            SandboxEnvironmentFile.Write(
                environment,
                started.Folder,
                environment.Programs ?? SandboxServers.ProgramsIn(started.Folder),
                request.Plan.Secrets.Select(secret => secret.Name)
            );
            if (settings.Workload is { } workload)
                Describe(workload, started, environment).Write(started.Folder);
            var sandbox = await started.DescribeAsync(request.Plan, environment, time.GetUtcNow(), cancellationToken);
            Tell("Ready.");
            return sandbox;
        }
        catch (Exception exception)
        {
            await SandboxOwner.RemoveAfterAsync(started.Folder, exception);
            throw;
        }
    }

    private PlanEnvironment Rebind(Sandbox sandbox)
    {
        var diagnostics = new Diagnostics();
        var servers = sandbox.Clusters.ToDictionary(
            c => c.Key,
            c => new SandboxServer("127.0.0.1", c.Value.Port, c.Value.RootCertificate, c.Value.Major),
            StringComparer.Ordinal
        );
        var environment = EnvironmentLoader.Rebind(request.Plan, request.Environment, servers, request.Variables, diagnostics);
        return environment is null || diagnostics.HasErrors ? throw new RehearsalException([.. diagnostics]) : environment;
    }

    // The first mistake is told at once, not when the other servers are filled.
    private async Task SeedAsync(
        Sandbox sandbox,
        PlanEnvironment environment,
        SandboxSettings settings,
        CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var seeding = SeedAll(sandbox, environment, settings, stop.Token);
        await foreach (var one in Task.WhenEach(seeding).WithCancellation(CancellationToken.None))
        {
            if (one.IsFaulted)
                await stop.CancelAsync();
        }

        if (seeding.Find(one => one.IsFaulted) is { } faulted)
            await faulted;
        await Task.WhenAll(seeding);
    }

    private List<Task> SeedAll(Sandbox sandbox, PlanEnvironment environment, SandboxSettings settings, CancellationToken token) =>
        [
            .. settings.Clusters.Values.Select(cluster =>
                new SandboxSeeder(request.Plan.Name, Files(), SandboxScope.Of(request.Plan, environment, [])).SeedAsync(
                    sandbox.Clusters[cluster.Connection],
                    cluster.Database,
                    cluster.Seed,
                    said => Tell($"{cluster.Connection}: {said}"),
                    token
                )
            ),
        ];

    private WorkloadPlan Describe(WorkloadSettings workload, Sandbox sandbox, PlanEnvironment environment)
    {
        var diagnostics = new Diagnostics();
        var scope = SandboxScope.Of(request.Plan, environment, diagnostics);
        var text = Files().Find(workload.File.Value, workload.File.Place, diagnostics) is { } source
            ? PlanTemplate.Parse(source.Text, source, diagnostics, TextContext.Sql)?.Render(scope, TextContext.Sql)
            : null;
        var transactions = text is null ? [] : WorkloadTransaction.Read(text, diagnostics);
        if (diagnostics.HasErrors)
            throw new RehearsalException([.. diagnostics]);
        var roles = workload.Roles.Select(role => new WorkloadRole(role.Key, environment.Secrets[role.Value])).ToList();
        if (roles.Count == 0)
        {
            var declared = environment.Connections[workload.StartsOn];
            roles.Add(new WorkloadRole(declared.Username, declared.Password));
        }

        return new WorkloadPlan(
            workload.Connections,
            workload.Rate,
            roles,
            workload.Ledger,
            workload.Counters,
            Server(workload.StartsOn, sandbox, environment),
            workload is { MovesTo: { } to, MovesOn: not null } ? Server(to, sandbox, environment) : null,
            workload.MovesOn,
            sandbox.StateFile,
            transactions
        );
    }

    private PlanFiles Files() => new(request.Plan.Folder, Path.GetDirectoryName(request.Plan.Source.Path) ?? "");

    private static WorkloadServer Server(string connection, Sandbox sandbox, PlanEnvironment environment)
    {
        var superuser = sandbox.Clusters[connection].Superuser();
        return new WorkloadServer(
            connection,
            superuser.Host,
            superuser.Port,
            environment.Connections[connection].Database,
            superuser.Password!,
            superuser.RootCertificate!
        );
    }

    private async Task StartWorkloadAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        if (WorkloadPlan.Read(sandbox.Folder) is not { } workload || sandbox.Workload.IsRunning)
            return;
        await sandbox.Workload.StartAsync(request.WorkloadCommand, cancellationToken);
        // In a sandbox that is taken up the plan may just stand in the application's way.
        if (!File.Exists(sandbox.StateFile))
            await WorkloadBeginning.WaitAsync(request, sandbox, workload, cancellationToken);
        Tell($"{workload.Clients} clients write {workload.Rate:0.#} transactions a second.");
    }

    private async Task<int> ApplyAndProveAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        var code = await ApplyAsync(sandbox, cancellationToken);
        if (code != 0 && !cancellationToken.IsCancellationRequested)
            request.Print(RehearsalReport.WriteFailed(Title(sandbox, ", which failed"), Times(sandbox), WorkloadOutput(sandbox)));
        if (code != 0 || request.Partial)
            return code;
        Tell("Measuring …");
        try
        {
            return await ProveAsync(sandbox, cancellationToken);
        }
        catch (PostgresFailureException failure)
        {
            // A ledger that the target does not have, for instance.
            throw new RehearsalException([
                failure.Diagnostic with
                {
                    Message = $"the proof could not be made: {failure.Message}",
                    Place = failure.Diagnostic.Place ?? request.Environment.Sandbox?.Workload?.Place,
                    Help =
                        "ledger and counters must be, with their rows, where the application ends up; correct the plan or the workload's names of them",
                },
            ]);
        }
    }

    private async Task<int> ProveAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        var hasWorkload = WorkloadPlan.Read(sandbox.Folder) is not null;
        if (hasWorkload)
            await StopWorkloadAsync(sandbox, cancellationToken);
        var proof = await RehearsalProof.MeasureAsync(sandbox, cancellationToken);
        if (hasWorkload)
            await sandbox.Workload.ReleaseAsync(cancellationToken);
        request.Print(RehearsalReport.Write(Title(sandbox, ""), Times(sandbox), proof, WorkloadOutput(sandbox)));
        return proof.Ok ? 0 : Failed;
    }

    // They were told while the steps ran, unless only the report is shown.
    private JournalTimes? Times(Sandbox sandbox) => request.StepsTold ? null : JournalTimes.Read(sandbox.StateFile);

    private string Title(Sandbox sandbox, string more)
    {
        var versions = string.Join(", ", sandbox.Clusters.Select(c => $"{c.Key} {c.Value.Version}"));
        return $"Rehearsal of {request.Plan.Name} in {request.Environment.Name} ({versions}){more}, {Durations.Format(watch.Elapsed)}";
    }

    private IReadOnlyList<string> WorkloadOutput(Sandbox sandbox) =>
        RehearsalReport.WorkloadOutput(sandbox.Workload, request.Environment.Secrets);

    private async Task<int> ApplyAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        var watched = new RehearsalWatch(request, sandbox, time);
        if (request.EvidenceFile is not { } file)
            return await watched.RunAsync(
                (see, token) => request.ApplyAsync(sandbox.EnvironmentFile, sandbox.StateFile, see, token),
                cancellationToken
            );
        await using var servers = new ServerMeasures(sandbox.Superusers(), sandbox.SuperusersBeside());
        var measurer = new StepMeasurer(servers);
        try
        {
            return await watched.RunAsync(
                (see, token) =>
                    request.ApplyAsync(
                        sandbox.EnvironmentFile,
                        sandbox.StateFile,
                        line =>
                        {
                            see(line);
                            measurer.See(line);
                        },
                        token
                    ),
                cancellationToken
            );
        }
        finally
        {
            await WriteEvidenceAsync(file, sandbox, measurer);
        }
    }

    // Of what was measured until then, where the apply failed or was cancelled. A file that cannot be written does not take the proof away.
    private async Task WriteEvidenceAsync(string file, Sandbox sandbox, StepMeasurer measurer)
    {
        var redactor = Redactor.Of(request.Environment.Secrets);
        var evidence = new Evidence
        {
            Plan = request.Plan.Name,
            Environment = request.Environment.Name,
            At = time.GetUtcNow(),
            Servers = sandbox.Clusters.ToDictionary(c => c.Key, c => c.Value.Version, StringComparer.Ordinal),
            // The names of tables come from the server, and one may be a secret.
            Steps =
            [
                .. measurer.Steps.Select(step =>
                    step with
                    {
                        Rows = [.. step.Rows.Select(rows => rows with { Relation = redactor.Redact(rows.Relation) })],
                        Locks = [.. step.Locks.Select(taken => taken with { Relation = redactor.Redact(taken.Relation) })],
                        NewFiles = [.. step.NewFiles.Select(redactor.Redact)],
                    }
                ),
            ],
        };
        try
        {
            await File.WriteAllTextAsync(file, evidence.Write(), CancellationToken.None);
            Tell($"Evidence of {measurer.Steps.Count} steps: {file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            request.Tell($"The evidence could not be written: {exception.Message}");
        }
    }

    private async Task StopWorkloadAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        await sandbox.Workload.StopClientsAsync(cancellationToken);
        if (!sandbox.Workload.HasEnded)
            throw request.WorkloadTrouble("PR7000", "the workload had ended before the plan did", sandbox);
    }

    // What was kept once is kept until a rehearsal of it has gone well: somebody wants to see it. What failed is kept as evidence, and
    // its servers stand still, so that nothing runs on for ever.
    private async Task LeaveAsync(Sandbox sandbox, bool takenUp, RehearsalEnd end)
    {
        var running = request.Keep || request.SetupOnly || (takenUp && end != RehearsalEnd.Well && !request.Discard);
        if (running || (end == RehearsalEnd.Failed && !request.Discard))
        {
            SandboxOwner.Keep(sandbox.Folder);
            if (!running)
                await sandbox.StopAsync();
            TellHowToGoOn(sandbox, running);
            return;
        }

        await sandbox.DisposeAsync();
        if (end != RehearsalEnd.Well)
            request.TellAlways(
                $"The sandbox was removed{(end == RehearsalEnd.Cancelled ? "; with --keep it stays, to look at and to go on in" : "")}."
            );
    }

    private void TellHowToGoOn(Sandbox sandbox, bool running)
    {
        var (plan, folder) = (CommandArguments.Quoted(request.PlanArgument), CommandArguments.Quoted(sandbox.Folder));
        var again = $"{plan} {request.EnvironmentOptions}".TrimEnd();
        request.TellAlways(
            $"The sandbox stays: {sandbox.Folder}{(running ? ", and its servers run until it is removed" : "; its servers are stopped")}"
        );
        if (running)
            request.TellAlways(
                $"  planrunner apply {plan} --env {CommandArguments.Quoted(sandbox.EnvironmentFile)} --state {CommandArguments.Quoted(sandbox.StateFile)}"
            );
        else
            request.TellAlways($"  planrunner rehearse {again} --sandbox {folder} --setup-only    starts its servers, to look at");
        request.TellAlways($"  planrunner rehearse {again} --sandbox {folder}    applies what remains, proves, reports, removes it");
        request.TellAlways($"  planrunner rehearse {plan} --sandbox {folder} --remove    stops its servers and removes it");
    }

    private void Tell(string text) => request.Tell($"[{Durations.Format(watch.Elapsed)}] {text}");
}
