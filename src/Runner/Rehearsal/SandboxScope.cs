using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Steps;
using PlanRunner.Steps.Quoting;
using PlanRunner.Steps.Source;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>What seeds and workloads are rendered with: the names that a plan's own texts have.</summary>
internal static class SandboxScope
{
    public static RenderScope Of(Plan plan, PlanEnvironment environment, Diagnostics diagnostics)
    {
        var model = SqlFunctions.Model();
        foreach (var (name, value) in environment.Variables)
            model[name] = value;
        model["plan"] = TextValue.Untrusted(plan.Name);
        model["environment"] = TextValue.Untrusted(environment.Name);
        model["connections"] = ConnectionModel.Of(environment.Connections);
        var secrets = new TemplateObject();
        foreach (var (name, value) in environment.Secrets)
            secrets[name] = TextValue.Secret(name, value);
        model["secrets"] = secrets;
        return new RenderScope(model, diagnostics, plan.Include);
    }
}
