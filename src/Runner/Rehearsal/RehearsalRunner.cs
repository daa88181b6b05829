using System.Diagnostics;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Steps;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>
/// A whole rehearsal: clusters, seed, workload, apply, proof, report, and nothing left; or, where it is to be kept, how to go on.
/// </summary>
public sealed class RehearsalRunner(RehearsalRequest request, TimeProvider time)
{
    private const int Failed = 1;
    private readonly Stopwatch watch = Stopwatch.StartNew();

    /// <summary>0 when the plan ran to its end and the proof holds; else the apply's exit code, or 1.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // Found out now, not after the rehearsal.
        if (request.EvidenceFile is { } file)
            await File.Open(file, FileMode.OpenOrCreate, FileAccess.Write).DisposeAsync();
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
            await LeaveAsync(sandbox, keep: request.Keep || request.SetupOnly || (takenUp is not null && code != 0), failed: code != 0);
        }
    }

    /// <summary>How this very program is started again for the workload.</summary>
    public static IReadOnlyList<string> OwnCommand(string command)
    {
        var program = Environment.ProcessPath ?? throw new RehearsalException("the path of this program is not known");
        var own = typeof(RehearsalRunner).Assembly.Location;
        return Path.GetFileNameWithoutExtension(program) == "dotnet" && own.Length > 0 ? [program, own, command] : [program, command];
    }

    private async Task<Sandbox?> TakeUpAsync(CancellationToken cancellationToken)
    {
        if (request.Folder is null || await Sandbox.OpenAsync(request.Folder, cancellationToken) is not { } sandbox)
            return null;
        if (sandbox.Description.Plan != request.Plan.Name)
            throw new RehearsalException($"{request.Folder} is a sandbox of plan \"{sandbox.Description.Plan}\"", "name that plan, or another folder");
        Tell($"Going on in {sandbox.Folder}");
        return sandbox;
    }

    private async Task<Sandbox> SetUpAsync(CancellationToken cancellationToken)
    {
        var settings = request.Environment.Sandbox
            ?? throw new RehearsalException($"environment \"{request.Environment.Name}\" has no sandbox to rehearse in", "give its connections sandbox:, or name another environment with --env");
        Tell("Starting clusters …");
        var started = await Sandbox.StartAsync(settings, request.Folder, cancellationToken);
        try
        {
            Tell($"{string.Join(", ", started.Clusters.Select(c => $"{c.Key}: Postgres {c.Value.Binaries.Version} on port {c.Value.Port}"))}");
            var environment = Rebind(started);
            await SeedAsync(started, environment, settings, cancellationToken);
            SandboxEnvironmentFile.Write(environment, started.Folder, request.Plan.Secrets.Select(secret => secret.Name));
            if (settings.Workload is { } workload)
                Describe(workload, started, environment).Write(started.Folder);
            var sandbox = await started.DescribeAsync(request.Plan, environment, time.GetUtcNow(), cancellationToken);
            Tell("Ready.");
            return sandbox;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    private PlanEnvironment Rebind(Sandbox sandbox)
    {
        var diagnostics = new Diagnostics();
        var servers = sandbox.Clusters.ToDictionary(c => c.Key, c => new SandboxServer("127.0.0.1", c.Value.Port, c.Value.RootCertificate), StringComparer.Ordinal);
        var environment = EnvironmentLoader.Rebind(request.Plan, request.Environment, servers, request.Variables, diagnostics);
        return environment is null || diagnostics.HasErrors
            ? throw new RehearsalException(Told(diagnostics), "correct the environment")
            : environment;
    }

    private Task SeedAsync(Sandbox sandbox, PlanEnvironment environment, SandboxSettings settings, CancellationToken cancellationToken) =>
        Task.WhenAll(settings.Clusters.Values.Select(cluster =>
            new SandboxSeeder(request.Plan.Name, Files(), SandboxScope.Of(request.Plan, environment, []))
                .SeedAsync(sandbox.Clusters[cluster.Connection], cluster.Database, cluster.Seed, said => Tell($"{cluster.Connection}: {said}"), cancellationToken)));

    private WorkloadPlan Describe(WorkloadSettings workload, Sandbox sandbox, PlanEnvironment environment)
    {
        var diagnostics = new Diagnostics();
        var scope = SandboxScope.Of(request.Plan, environment, diagnostics);
        var text = Files().Find(workload.File.Value, workload.File.Place, diagnostics) is { } source
            ? PlanTemplate.Parse(source.Text, source, diagnostics, TextContext.Sql)?.Render(scope, TextContext.Sql)
            : null;
        var transactions = text is null ? [] : WorkloadTransaction.Read(text, diagnostics);
        if (diagnostics.HasErrors)
            throw new RehearsalException(Told(diagnostics), $"correct {workload.File.Value}");
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
            transactions);
    }

    private PlanFiles Files() => new(request.Plan.Folder, Path.GetDirectoryName(request.Plan.Source.Path) ?? "");

    private static WorkloadServer Server(string connection, Sandbox sandbox, PlanEnvironment environment)
    {
        var superuser = sandbox.Clusters[connection].Superuser();
        return new WorkloadServer(connection, superuser.Host, superuser.Port, environment.Connections[connection].Database, superuser.Password!, superuser.RootCertificate!);
    }

    private async Task StartWorkloadAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        if (WorkloadPlan.Read(sandbox.Folder) is not { } workload || sandbox.Workload.IsRunning)
            return;
        await sandbox.Workload.StartAsync(request.WorkloadCommand, cancellationToken);
        Tell($"{workload.Clients} clients write {workload.Rate:0.#} transactions a second.");
    }

    private async Task<int> ApplyAndProveAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        var code = await ApplyAsync(sandbox, cancellationToken);
        if (code != 0 || request.Partial)
            return code;
        Tell("Measuring …");
        var hasWorkload = WorkloadPlan.Read(sandbox.Folder) is not null;
        if (hasWorkload)
            await StopWorkloadAsync(sandbox, cancellationToken);
        var proof = await RehearsalProof.MeasureAsync(sandbox, cancellationToken);
        if (hasWorkload)
            await sandbox.Workload.ReleaseAsync(cancellationToken);
        var versions = string.Join(", ", sandbox.Clusters.Select(c => $"{c.Key} {c.Value.Binaries.Version}"));
        var title = $"Rehearsal of {request.Plan.Name} in {request.Environment.Name} ({versions}), {Durations.Format(watch.Elapsed)}";
        request.Print(RehearsalReport.Write(title, request.StepsTold ? null : JournalTimes.Read(sandbox.StateFile), proof));
        return proof.Ok ? 0 : Failed;
    }

    private async Task<int> ApplyAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        if (request.EvidenceFile is not { } file)
            return await request.ApplyAsync(sandbox.EnvironmentFile, sandbox.StateFile, null, cancellationToken);
        await using var servers = new ServerMeasures(sandbox.Superusers(), sandbox.SuperusersBeside());
        var measurer = new StepMeasurer(servers);
        try
        {
            return await request.ApplyAsync(sandbox.EnvironmentFile, sandbox.StateFile, measurer.See, cancellationToken);
        }
        finally
        {
            await WriteEvidenceAsync(file, sandbox, measurer);
        }
    }

    // Of what was measured until then, where the apply failed or was cancelled. A file that cannot be written does not take the proof away.
    private async Task WriteEvidenceAsync(string file, Sandbox sandbox, StepMeasurer measurer)
    {
        var redactor = new Redactor();
        foreach (var (secret, value) in request.Environment.Secrets)
            redactor.Add(secret, value);
        var evidence = new Evidence
        {
            Plan = request.Plan.Name,
            Environment = request.Environment.Name,
            At = time.GetUtcNow(),
            Servers = sandbox.Clusters.ToDictionary(c => c.Key, c => c.Value.Binaries.Version.ToString(), StringComparer.Ordinal),
            // The names of tables come from the server, and one may be a secret.
            Steps = [.. measurer.Steps.Select(step => step with
            {
                Rows = [.. step.Rows.Select(rows => rows with { Relation = redactor.Redact(rows.Relation) })],
                Locks = [.. step.Locks.Select(taken => taken with { Relation = redactor.Redact(taken.Relation) })],
                NewFiles = [.. step.NewFiles.Select(redactor.Redact)],
            })],
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

    private static async Task StopWorkloadAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        await sandbox.Workload.StopClientsAsync(cancellationToken);
        if (!sandbox.Workload.HasEnded)
            throw new RehearsalException($"the workload had ended before: {(await File.ReadAllTextAsync(sandbox.Workload.OutputFile, cancellationToken)).Trim()}", "correct the workload");
    }

    // What was kept once is kept until a rehearsal of it has gone well: somebody wants to see it.
    private async Task LeaveAsync(Sandbox sandbox, bool keep, bool failed)
    {
        if (keep)
        {
            SandboxOwner.Keep(sandbox.Folder);
            TellHowToGoOn(sandbox);
            return;
        }

        await sandbox.DisposeAsync();
        if (failed)
            request.Tell("The sandbox was removed; with --keep it stays, to look at and to go on in.");
    }

    private void TellHowToGoOn(Sandbox sandbox)
    {
        request.Tell($"The sandbox stays: {sandbox.Folder}");
        request.Tell($"  planrunner apply {request.PlanArgument} --env {sandbox.EnvironmentFile} --state {sandbox.StateFile}");
        request.Tell($"  planrunner rehearse {request.PlanArgument} --sandbox {sandbox.Folder}    applies what remains, proves, reports, removes it");
    }

    private void Tell(string text) => request.Tell($"[{Durations.Format(watch.Elapsed)}] {text}");

    private static string Told(Diagnostics diagnostics) => string.Join('\n', diagnostics.Select(d => d.Place is { } place ? $"{place}: {d.Message}" : d.Message));
}
