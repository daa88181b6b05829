using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Repository;

public sealed class ExampleEnvironmentTests
{
    /// <summary>Who copies an example copies its connections: only a machine's own servers may do without proof of who they are.</summary>
    [Fact]
    public void Every_connection_of_every_example_but_dev_checks_whom_it_talks_to()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(RepositoryRoot.Path, "plans/examples"), "*.yaml", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "environments" && Path.GetFileName(f) != "dev.yaml")
            .ToList();
        Assert.Equal(9, files.Count);
        foreach (var file in files)
        {
            var found = new Diagnostics();
            var plan = PlanLoader.Load(Path.Combine(Path.GetDirectoryName(file)!, "..", "plan.yaml"), found)!;
            var environment = EnvironmentLoader.Load(plan, file, new Dictionary<string, string>(), readSecrets: false, _ => null, found);
            Assert.True(environment is not null, string.Join('\n', found.Select(d => d.Message)));
            Assert.All(
                environment.Connections.Values,
                c => Assert.True(c.SslMode == "verify-full" && c.RootCertificate is not null, $"{file}: {c.Name} has ssl_mode {c.SslMode}")
            );
            Assert.True(
                !environment.Variables.TryGetValue("replication_sslmode", out var mode) || mode?.ToString() == "verify-full",
                $"{file}: replication_sslmode is {mode}"
            );
        }
    }
}
