using PlanRunner.Runner.BuiltIn;
using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;
using PlanRunner.Steps;

namespace PlanRunner.Runner.Plans;

/// <summary>
/// Checks documents by the schemas in schemas/. A plan is checked step by step, each with the schema of a step: so the work
/// grows with the number of steps and no faster, and of a step only its own kind's schema is asked.
/// </summary>
internal sealed class PlanSchema
{
    private const string Folder = "schemas/";
    private const string StepsKey = "steps";

    private static readonly CheckedSchema Environment = new($"{Folder}environment.schema.json", shallowKey: null, SchemaSource.BuiltIn);
    private static readonly PlanSchema BuiltIn = new(SchemaSource.BuiltIn);

    private readonly CheckedSchema plan;
    private readonly CheckedSchema step;

    private PlanSchema(SchemaSource source)
    {
        plan = new CheckedSchema($"{Folder}plan.schema.json", StepsKey, source);
        step = new CheckedSchema($"{Folder}plan.schema.json#/definitions/step", StepsKey, source);
    }

    /// <summary>The names of the embedded schemas, such as <c>plan.schema.json</c> and <c>steps/sql.schema.json</c>.</summary>
    public static IEnumerable<string> Names =>
        EmbeddedFiles.Names.Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..]);

    /// <summary>Of plans with steps of these kinds.</summary>
    public static PlanSchema Of(StepKinds kinds) =>
        ReferenceEquals(kinds, StepKinds.BuiltIn) ? BuiltIn : new PlanSchema(SchemaSource.Of(kinds));

    public SchemaReport CheckPlan(Node root, Diagnostics diagnostics)
    {
        var report = new SchemaReport();
        plan.Check(root, diagnostics, report);
        CheckSteps(root, diagnostics, report);
        return report;
    }

    public static SchemaReport CheckEnvironment(Node root, Diagnostics diagnostics)
    {
        var report = new SchemaReport();
        Environment.Check(root, diagnostics, report);
        return report;
    }

    private void CheckSteps(Node node, Diagnostics diagnostics, SchemaReport report)
    {
        if ((node as MappingNode)?[StepsKey] is not SequenceNode steps)
            return;
        foreach (var item in steps.Items)
        {
            if (item is MappingNode)
            {
                step.Check(item, diagnostics, report);
                CheckSteps(item, diagnostics, report);
                continue;
            }

            if (!item.IsBroken)
                diagnostics.Error(
                    "PR2003",
                    $"a step must be a mapping, not {YamlValue.Describe(item)}",
                    item.Place,
                    "write it as - id: …, its other keys below"
                );
            report.Reject(item);
        }
    }
}
