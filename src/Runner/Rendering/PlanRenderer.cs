using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Source;

namespace PlanRunner.Runner.Rendering;

/// <summary>Renders every text of a plan for one environment, and reports all mistakes at once.</summary>
internal static class PlanRenderer
{
    /// <summary>
    /// Null where there were mistakes. Texts of steps that <c>when</c> leaves out are rendered too, so that a mistake does not
    /// wait for the environment in which they run.
    /// </summary>
    public static RenderedPlan? Render(Plan plan, PlanEnvironment environment, Diagnostics diagnostics)
    {
        var own = new Diagnostics();
        var scope = RenderModel.Scope(plan, environment, own);
        var steps = new StepRenderer(plan, own).Render(scope);
        diagnostics.AddRange(own);
        return own.HasErrors
            ? null
            : new RenderedPlan
            {
                Plan = plan,
                Environment = environment,
                Steps = steps,
            };
    }
}
