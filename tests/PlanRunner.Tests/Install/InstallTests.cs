using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Install;

/// <summary>Both ways to install it, each in an empty folder that knows nothing of the checkout but a copy of a plan.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class InstallTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-install-").FullName;

    public InstallTests()
    {
        var example = Path.Combine(RepositoryRoot.Path, "plans", "examples", "expand-contract");
        foreach (
            var file in Directory
                .EnumerateFiles(example, "*", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/.planrunner/", StringComparison.Ordinal))
        )
        {
            var copy = Path.Combine(folder, "plan", Path.GetRelativePath(example, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task One_file_is_all_that_a_machine_without_dotnet_needs()
    {
        var published = Environment.GetEnvironmentVariable("PLANRUNNER_TEST_COMMAND") is { Length: > 0 } made ? made : await PublishAsync();
        var installed = Path.Combine(folder, "planrunner");
        File.Copy(published, installed);
        // Where something was published before, its folder holds that one file and nothing beside it.
        Assert.Equal([published], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(published)!));

        await WorksAsync(installed);
    }

    [Fact]
    public async Task As_a_tool_it_is_installed_from_a_package_that_depends_on_no_other()
    {
        await ExpectAsync(Path.Combine(RepositoryRoot.Path, "scripts", "publish.sh"), "--tool", Path.Combine(folder, "packages"));
        await ExpectAsync(
            "dotnet",
            "tool",
            "install",
            "PlanRunner",
            "--tool-path",
            Path.Combine(folder, "tools"),
            "--source",
            Path.Combine(folder, "packages")
        );

        await WorksAsync(Path.Combine(folder, "tools", "planrunner"));
    }

    private async Task<string> PublishAsync()
    {
        var into = Path.Combine(folder, "published");
        await ExpectAsync(Path.Combine(RepositoryRoot.Path, "scripts", "publish.sh"), into);
        return Path.Combine(into, "planrunner");
    }

    private async Task WorksAsync(string program)
    {
        Assert.Contains("expand-contract is valid", await ExpectAsync(program, "validate", "plan"), StringComparison.Ordinal);
        Assert.Contains(
            "Plan: 14 to run",
            await ExpectAsync(program, "dry-run", "plan", "--env", "staging", "--offline"),
            StringComparison.Ordinal
        );
        Assert.Contains("0 lost, 0 doubled", await ExpectAsync(program, "rehearse", "plan", "--yes"), StringComparison.Ordinal);
        Assert.StartsWith("# Findings", await ExpectAsync(program, "docs", "findings"), StringComparison.Ordinal);
        Assert.Contains("preflight/server.sql", await ExpectAsync(program, "templates", "list"), StringComparison.Ordinal);
        Assert.Contains("\"steps-wait\"", await ExpectAsync(program, "schema", "plan"), StringComparison.Ordinal);
    }

    private async Task<string> ExpectAsync(string program, params string[] arguments)
    {
        var result = await new ProcessRunner().RunAsync(
            ProcessCommand.Of(program, arguments) with
            {
                WorkingDirectory = folder,
            },
            CancellationToken.None
        );
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{result.Output}\n{result.Error}");
        return result.Output;
    }
}
