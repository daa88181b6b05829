using System.Text;
using System.Text.Json.Nodes;
using PlanRunner.Runner.BuiltIn;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>The schema files, with those of kinds that bring their own: the plan's schema lists them too.</summary>
internal sealed class SchemaSource
{
    private const string PlanFile = "schemas/plan.schema.json";

    private readonly Lazy<SchemaShape.Builder> shapes;
    private readonly Dictionary<string, byte[]> brought = new(StringComparer.Ordinal);

    private SchemaSource(StepKinds kinds)
    {
        shapes = new Lazy<SchemaShape.Builder>(() => new SchemaShape.Builder(Read));
        var guests = kinds.All.Where(kind => kind.Schema is not null).ToList();
        if (guests.Count == 0)
            return;
        foreach (var kind in guests)
            brought[$"schemas/{Reference(kind)}"] = Encoding.UTF8.GetBytes(kind.Schema!);
        brought[PlanFile] = WithKinds(guests);
    }

    /// <summary>Of the kinds that are built in.</summary>
    public static SchemaSource BuiltIn { get; } = new(StepKinds.BuiltIn);

    /// <summary>The quick look at each schema, made once.</summary>
    public SchemaShape.Builder Shapes => shapes.Value;

    public static SchemaSource Of(StepKinds kinds) => ReferenceEquals(kinds, StepKinds.BuiltIn) ? BuiltIn : new SchemaSource(kinds);

    public byte[]? Read(string name) => brought.GetValueOrDefault(name) ?? EmbeddedFiles.Read(name);

    private static byte[] WithKinds(List<StepKind> kinds)
    {
        var plan = JsonNode.Parse(EmbeddedFiles.Read(PlanFile)!)!;
        foreach (var kind in kinds)
        {
            plan["definitions"]!["step"]!["properties"]![kind.Key] = new JsonObject { ["$ref"] = Reference(kind) };
            if (kind.CanUndo)
                plan["definitions"]!["undo"]!["properties"]![kind.Key] = new JsonObject { ["$ref"] = Reference(kind) };
        }

        return Encoding.UTF8.GetBytes(plan.ToJsonString());
    }

    private static string Reference(StepKind kind) => $"steps/{kind.Key}.schema.json";
}
