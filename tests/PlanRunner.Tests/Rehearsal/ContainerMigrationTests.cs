using PlanRunner.Tests.EndToEnd;
using Xunit;

namespace PlanRunner.Tests.Rehearsal;

/// <summary>The flagship, whole but with a hundredth of its rows, for people who have Docker and no Postgres.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class ContainerMigrationTests : IDisposable
{
    private static readonly string[] Clients = ["psql", "pg_dump", "pg_restore"];
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-test-containers-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [ContainerFact]
    public async Task The_migration_is_rehearsed_on_a_machine_without_any_program_of_Postgres()
    {
        var plan = Path.Combine(folder, "plan");
        await MigrationSandbox.CopyPlanAsync(plan, small: true);
        var sandbox = Path.Combine(folder, "sandbox");
        var result = await PlanRunnerProcess.RunAsync(
            folder,
            Without(Clients),
            "rehearse",
            plan,
            "--containers",
            "--yes",
            "--sandbox",
            sandbox
        );
        Assert.True(result.Ok, result.Error + result.Output);
        Assert.Contains(
            "psql, pg_dump, pg_restore: not on this machine; shell steps get those of postgres:15 (15.",
            result.Error,
            StringComparison.Ordinal
        );
        Assert.Matches(@"Proof: \d+ tables, [\d,]+ rows equal; [\d,]+ acknowledged writes, 0 lost, 0 doubled", result.Output);
        Assert.Empty(await ContainerTests.ContainersAsync(sandbox));
        Assert.False(Directory.Exists(sandbox));
    }

    /// <summary>The rest of this machine, without some programs.</summary>
    private Dictionary<string, string?> Without(string[] programs)
    {
        var bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        foreach (
            var program in (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(':')
                .Where(Directory.Exists)
                .SelectMany(Directory.EnumerateFiles)
        )
        {
            var link = Path.Combine(bin, Path.GetFileName(program));
            if (!programs.Contains(Path.GetFileName(program), StringComparer.Ordinal) && !File.Exists(link))
                File.CreateSymbolicLink(link, program);
        }

        return new Dictionary<string, string?> { ["PATH"] = bin };
    }
}
