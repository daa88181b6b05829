using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Plans;

/// <summary>The plans that people begin from.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class ExamplePlanTests
{
    public static TheoryData<string> Examples =>
        [
            .. Directory
                .EnumerateDirectories(Path.Combine(RepositoryRoot.Path, "plans/examples"))
                .Where(folder => Path.GetFileName(folder) != "ci")
                .Select(folder => Path.GetFileName(folder)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_is_valid_in_every_environment(string example)
    {
        var result = await PlanRunnerProcess.RunAsync(RepositoryRoot.Path, "validate", $"plans/examples/{example}", "--all-envs");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("production, rehearsal", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(RepositoryRoot.Path, "plans/examples", example, "README.md")));
    }
}
