using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Steps;
using PlanRunner.Steps.Quoting;
using PlanRunner.Steps.Source;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Rendering;

/// <summary>The names that every template of a plan may use in one environment.</summary>
internal static class RenderModel
{
    public static RenderScope Scope(Plan plan, PlanEnvironment environment, Diagnostics diagnostics)
    {
        var model = SqlFunctions.Model();
        foreach (var (name, value) in environment.Variables)
            model[name] = value;
        model["environment"] = TextValue.Untrusted(environment.Name);
        model["plan"] = TextValue.Untrusted(plan.Name);
        model["connections"] = ConnectionModel.Of(environment.Connections);
        var secrets = new TemplateObject();
        foreach (var secret in plan.Secrets)
            secrets[secret.Name] = TextValue.Secret(secret.Name, environment.Secrets.GetValueOrDefault(secret.Name) ?? SecretBinder.Placeholder(secret.Name));
        model["secrets"] = secrets;
        return new RenderScope(model, diagnostics, plan.Include);
    }
}
