using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Source;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>What seeds and workloads are rendered with: the names of a plan's own texts, and every secret of the environment.</summary>
internal static class SandboxScope
{
    public static RenderScope Of(Plan plan, PlanEnvironment environment, Diagnostics diagnostics)
    {
        var secrets = new TemplateObject();
        foreach (var (name, value) in environment.Secrets)
            secrets[name] = TextValue.Secret(name, value);
        return RenderModel.Scope(plan, environment, diagnostics).With("secrets", secrets);
    }
}
