using PlanRunner.Runner.Rehearsal.Containers;
using Xunit;

namespace PlanRunner.Tests.Rehearsal;

/// <summary>A test that needs a Docker engine. Where none answers it is skipped and says so; in CI it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainerFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Answers = new(() => DockerEngine.AnswersAsync(CancellationToken.None).GetAwaiter().GetResult());

    public ContainerFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !Answers.Value)
            Skip = "no Docker engine answers here; scripts/setup-docker.sh starts one where it can";
    }
}
