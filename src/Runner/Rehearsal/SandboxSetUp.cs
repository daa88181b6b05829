using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.Rehearsal.Workload;
using PlanRunner.Source;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>Makes a sandbox: its servers started and filled, its environment written, its application described.</summary>
/// <param name="request">What is rehearsed.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Progress, for people.</param>
internal sealed class SandboxSetUp(RehearsalRequest request, TimeProvider time, Action<string> tell)
{
    /// <summary>Nothing of it stays where it fails.</summary>
    public async Task<Sandbox> RunAsync(CancellationToken cancellationToken)
    {
        var settings =
            request.Environment.Sandbox
            ?? throw new RehearsalException(
                $"environment \"{request.Environment.Name}\" has no sandbox to rehearse in",
                "give its connections sandbox:, or name another environment with --env"
            );
        if (request.Containers || settings.NamesImage)
            settings = settings.InContainers();
        tell(settings.NamesImage ? "Starting containers …" : "Starting clusters …");
        var started = await Sandbox.StartAsync(settings, request.Folder, tell, cancellationToken);
        try
        {
            tell($"{string.Join(", ", started.Clusters.Select(c => $"{c.Key}: Postgres {c.Value.Version} on port {c.Value.Port}"))}");
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
            tell("Ready.");
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

    // The first error is reported at once, not when the other servers are filled.
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
                    said => tell($"{cluster.Connection}: {said}"),
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
}
