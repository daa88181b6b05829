using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.Reporting;
using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Plans;

/// <summary>Each folder of Cases is a plan with its environments, and what is told about them.</summary>
public sealed class PlanCaseTests
{
    public static TheoryData<string> Cases() =>
        [
            .. Directory
                .EnumerateDirectories(Path.Combine(Snapshot.SourceFolder(), "Cases"))
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_tells_its_diagnostics(string name)
    {
        var folder = Path.Combine(Snapshot.SourceFolder(), "Cases", name);
        var diagnostics = Validate(Path.Combine(folder, "plan.yaml"));
        var printed = new DiagnosticPrinter(folder).Print(diagnostics);
        Snapshot.VerifyFile(Path.Combine(folder, "diagnostics"), printed.Count == 0 ? "none" : string.Join('\n', printed));
    }

    [Fact]
    public void Fifteen_mistakes_give_fifteen_diagnostics_in_order_and_none_twice()
    {
        var diagnostics = Validate(Path.Combine(Snapshot.SourceFolder(), "Cases", "fifteen-mistakes", "plan.yaml")).ToList();
        Assert.Equal(15, diagnostics.Count);
        Assert.Equal(15, diagnostics.Select(d => (d.Place!.Value.Line, d.Place.Value.Source.Path)).Distinct().Count());
        Assert.Equal(diagnostics.OrderBy(d => d.Place), diagnostics);
        Assert.All(diagnostics, d => Assert.NotNull(d.Help));
    }

    private static Diagnostics Validate(string path)
    {
        var diagnostics = new Diagnostics();
        if (PlanLoader.Load(path, diagnostics) is not { } plan)
            return diagnostics;
        foreach (var name in EnvironmentLoader.Names(plan))
        {
            var environment = EnvironmentLoader.Load(
                plan,
                name,
                new Dictionary<string, string>(),
                readSecrets: false,
                _ => null,
                diagnostics
            );
            if (environment is not null)
                PlanRenderer.Render(plan, environment, diagnostics);
        }

        return diagnostics;
    }
}
