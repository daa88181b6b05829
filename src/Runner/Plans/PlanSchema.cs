using NJsonSchema;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Plans;

/// <summary>
/// Checks documents by the schemas in schemas/. A plan is checked step by step, each with the schema of a step: so the work
/// grows with the number of steps and no faster, and of a step only its own kind's schema is asked.
/// </summary>
public static class PlanSchema
{
    private const string PlanFile = "schemas/plan.schema.json";
    private const string EnvironmentFile = "schemas/environment.schema.json";
    private const string StepsKey = "steps";

    private static readonly Lazy<(JsonSchema Plan, JsonSchema Step)> Schemas = new(Load);

    /// <summary>The names of the embedded schemas, such as <c>plan.schema.json</c> and <c>steps/sql.schema.json</c>.</summary>
    public static IEnumerable<string> Names =>
        EmbeddedFiles.Names.Where(name => name.StartsWith("schemas/", StringComparison.Ordinal)).Select(name => name["schemas/".Length..]);

    public static SchemaReport CheckPlan(Node root, Diagnostics diagnostics)
    {
        var report = new SchemaReport();
        var checker = new SchemaChecker(diagnostics, report);
        checker.Check(root, Schemas.Value.Plan, StepsKey);
        CheckSteps(root, checker, diagnostics, report);
        return report;
    }

    public static SchemaReport CheckEnvironment(Node root, Diagnostics diagnostics)
    {
        var report = new SchemaReport();
        new SchemaChecker(diagnostics, report).Check(root, new SchemaBuilder(EmbeddedFiles.Read).Build(EnvironmentFile));
        return report;
    }

    private static void CheckSteps(Node node, SchemaChecker checker, Diagnostics diagnostics, SchemaReport report)
    {
        if ((node as MappingNode)?[StepsKey] is not SequenceNode steps)
            return;
        foreach (var step in steps.Items)
        {
            if (step is not MappingNode)
            {
                if (!step.IsBroken)
                    diagnostics.Error("PR2003", $"a step must be a mapping, not {YamlValue.Describe(step)}", step.Place, "write it as - id: …, its other keys below");
                report.Reject(step);
                continue;
            }

            checker.Check(step, Schemas.Value.Step, StepsKey);
            CheckSteps(step, checker, diagnostics, report);
        }
    }

    private static (JsonSchema Plan, JsonSchema Step) Load()
    {
        var builder = new SchemaBuilder(EmbeddedFiles.Read);
        var plan = builder.Build(PlanFile);
        var step = builder.Build(PlanFile + "#/definitions/step");
        // Steps inside are checked one by one, so here only that they are a list.
        builder.Build(PlanFile + "#/definitions/steps").Item = null;
        return (plan, step);
    }
}
