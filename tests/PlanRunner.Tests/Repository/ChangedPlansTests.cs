using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.Repository;

/// <summary>The script of the CI examples that tells which plans a change touches.</summary>
public sealed class ChangedPlansTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-changed-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("plans/a/environments/dev.yaml", "plans/a")]
    [InlineData("plans/ab/plan.yaml", "plans/ab")]
    [InlineData("plan.yaml", ".")]
    [InlineData("environments/dev.yaml", ".")]
    [InlineData("with space/ü/plan.yaml", "with space/ü")]
    [InlineData("templates/shared.sql", ". plans/a plans/ab with space/ü")]
    [InlineData("-plans/a", "plans/a")]
    [InlineData("-plan.yaml", ".")]
    public async Task It_tells_every_plan_that_is_touched_also_at_the_root_and_also_one_that_is_removed(string touched, string plans)
    {
        foreach (var plan in new[] { "plan.yaml", "plans/a/plan.yaml", "plans/ab/plan.yaml", "with space/ü/plan.yaml" })
            Write(plan, "plan: x\n");
        await GitAsync("init", "-q", "-b", "main");
        await CommitAsync();
        if (touched.StartsWith('-'))
        {
            var path = Path.Combine(folder, touched[1..]);
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
        }
        else
        {
            Write(touched, "changed: true\n");
        }

        await CommitAsync();
        var script = Path.Combine(RepositoryRoot.Path, "plans/examples/ci/changed-plans.sh");
        var told = await RunAsync("sh", script, "HEAD~1");
        Assert.Equal(plans, string.Join(' ', told.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task CommitAsync()
    {
        await GitAsync("add", "-A");
        await GitAsync("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "x");
    }

    private Task<string> GitAsync(params string[] arguments) => RunAsync("git", arguments);

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await new ProcessRunner().RunAsync(
            ProcessCommand.Of(program, arguments) with
            {
                WorkingDirectory = folder,
            },
            CancellationToken.None
        );
        Assert.True(result.Ok, result.Error);
        return result.Output;
    }
}
