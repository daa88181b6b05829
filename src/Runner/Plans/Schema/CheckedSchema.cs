using NJsonSchema;
using PlanRunner.Source;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>One schema in both forms: the shape that lets pass what is surely right, and NJsonSchema for the rest.</summary>
/// <param name="name">Such as <c>schemas/plan.schema.json#/definitions/step</c>.</param>
/// <param name="shallowKey">A key under which only a list that is not empty is asked for; what is in it is checked by itself.</param>
/// <param name="source">The schema files.</param>
internal sealed class CheckedSchema(string name, string? shallowKey, SchemaSource source)
{
    private readonly Lazy<SchemaShape> shape = new(() => source.Shapes.Build(name));
    private readonly Lazy<JsonSchema> schema = new(() => Load(source, name, shallowKey));

    public bool SurelyAccepts(Node node) => shape.Value.Accepts(node, shallowKey);

    public void Check(Node node, Diagnostics diagnostics, SchemaReport report)
    {
        if (!SurelyAccepts(node))
            Judge(node, diagnostics, report);
    }

    /// <summary>The errors of NJsonSchema, whatever the shape says.</summary>
    public void Judge(Node node, Diagnostics diagnostics, SchemaReport report) =>
        new SchemaChecker(diagnostics, report).Check(node, schema.Value, shallowKey);

    private static JsonSchema Load(SchemaSource source, string name, string? shallowKey)
    {
        var builder = new SchemaBuilder(source.Read);
        var root = builder.Build(name);
        if (shallowKey is not null)
            root.Properties[shallowKey].ActualSchema.Item = null;
        return root;
    }
}
