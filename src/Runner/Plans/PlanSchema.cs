using PlanRunner.Runner.BuiltIn;
using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;

namespace PlanRunner.Runner.Plans;

/// <summary>
/// Checks documents by the schemas in schemas/. A plan is checked step by step, each with the schema of a step: so the work
/// grows with the number of steps and no faster, and of a step only its own kind's schema is asked.
/// </summary>
internal static class PlanSchema
{
    private const string Folder = "schemas/";
    private const string StepsKey = "steps";

    private static readonly CheckedSchema Plan = new($"{Folder}plan.schema.json", StepsKey);
    private static readonly CheckedSchema Step = new($"{Folder}plan.schema.json#/definitions/step", StepsKey);
    private static readonly CheckedSchema Environment = new($"{Folder}environment.schema.json", shallowKey: null);

    /// <summary>The names of the embedded schemas, such as <c>plan.schema.json</c> and <c>steps/sql.schema.json</c>.</summary>
    public static IEnumerable<string> Names =>
        EmbeddedFiles.Names.Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..]);

    public static SchemaReport CheckPlan(Node root, Diagnostics diagnostics)
    {
        var report = new SchemaReport();
        Plan.Check(root, diagnostics, report);
        CheckSteps(root, diagnostics, report);
        return report;
    }

    public static SchemaReport CheckEnvironment(Node root, Diagnostics diagnostics)
    {
        var report = new SchemaReport();
        Environment.Check(root, diagnostics, report);
        return report;
    }

    private static void CheckSteps(Node node, Diagnostics diagnostics, SchemaReport report)
    {
        if ((node as MappingNode)?[StepsKey] is not SequenceNode steps)
            return;
        foreach (var step in steps.Items)
        {
            if (step is MappingNode)
            {
                Step.Check(step, diagnostics, report);
                CheckSteps(step, diagnostics, report);
                continue;
            }

            if (!step.IsBroken)
                diagnostics.Error(
                    "PR2003",
                    $"a step must be a mapping, not {YamlValue.Describe(step)}",
                    step.Place,
                    "write it as - id: …, its other keys below"
                );
            report.Reject(step);
        }
    }
}
