using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.Reporting;
using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Plans;

/// <summary>A plan and an environment from text, in a folder of their own.</summary>
internal sealed class TestPlan : IDisposable
{
    private const string Local = "environment: dev\nconnections: { source: { host: localhost, database: shop, username: me } }\n";

    public TestPlan(string steps, string head = "", string environment = Local)
    {
        File.WriteAllText(
            Path.Combine(Folder, "plan.yaml"),
            $"plan: test\nversion: 1\nconnections: {{ source: {{}} }}\n{head}\nsteps:\n{steps}"
        );
        Directory.CreateDirectory(Path.Combine(Folder, "environments"));
        File.WriteAllText(Path.Combine(Folder, "environments", "dev.yaml"), environment);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("planrunner-test-").FullName;

    public Diagnostics Diagnostics { get; } = new();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Overrides { get; } = new(StringComparer.Ordinal);

    public string Printed => string.Join('\n', new DiagnosticPrinter(Folder).Print(Diagnostics));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public Plan Load() => PlanLoader.Load(Folder, Diagnostics)!;

    public PlanEnvironment Bind(bool readSecrets = false) =>
        EnvironmentLoader.Load(Load(), "dev", Overrides, readSecrets, Variables.GetValueOrDefault, Diagnostics)!;

    /// <summary>Loads and renders a plan that has mistakes.</summary>
    public void Refuse()
    {
        if (
            PlanLoader.Load(Folder, Diagnostics) is { } plan
            && !Diagnostics.HasErrors
            && EnvironmentLoader.Load(plan, "dev", Overrides, false, Variables.GetValueOrDefault, Diagnostics) is { } environment
        )
        {
            PlanRenderer.Render(plan, environment, Diagnostics);
        }

        Assert.True(Diagnostics.HasErrors, "there is no mistake");
    }

    /// <summary>The rendered plan; fails where there are diagnostics.</summary>
    public RenderedPlan Render(bool readSecrets = false)
    {
        var plan = Load();
        var environment = EnvironmentLoader.Load(plan, "dev", Overrides, readSecrets, Variables.GetValueOrDefault, Diagnostics);
        var rendered = environment is null ? null : PlanRenderer.Render(plan, environment, Diagnostics);
        Assert.Equal("", Printed);
        return rendered!;
    }
}
