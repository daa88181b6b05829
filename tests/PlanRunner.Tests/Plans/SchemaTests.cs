using System.Text.Json;
using PlanRunner.Runner.BuiltIn;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;
using PlanRunner.Steps;
using Xunit;

namespace PlanRunner.Tests.Plans;

public sealed class SchemaTests
{
    private static readonly string Repository = FindRepository();

    [Fact]
    public void The_plan_schema_lists_exactly_the_kinds_there_are()
    {
        var step = Schema("plan.schema.json").GetProperty("definitions").GetProperty("step").GetProperty("properties");
        var listed = step.EnumerateObject()
            .Where(p => p.Value.TryGetProperty("$ref", out var r) && r.GetString()!.StartsWith("steps/", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(StepKinds.BuiltIn.Keys, listed.Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.All(listed, p => Assert.Equal($"steps/{p.Name}.schema.json", p.Value.GetProperty("$ref").GetString()));
    }

    [Fact]
    public void Undo_lists_exactly_the_kinds_that_can_take_back()
    {
        var undo = Schema("plan.schema.json").GetProperty("definitions").GetProperty("undo").GetProperty("properties");
        var listed = undo.EnumerateObject().Select(p => p.Name).Except(["idempotent", "if_stuck", "retry"], StringComparer.Ordinal);
        Assert.Equal(
            StepKinds.BuiltIn.All.Where(k => k.CanUndo).Select(k => k.Key).Order(StringComparer.Ordinal),
            listed.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_kind_has_a_schema_file_and_every_schema_file_a_kind()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(Repository, "schemas", "steps"))
            .Select(f => Path.GetFileName(f)!.Replace(".schema.json", "", StringComparison.Ordinal));
        Assert.Equal(StepKinds.BuiltIn.Keys, files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_reference_leads_somewhere_as_editors_follow_it()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository, "schemas"), "*.json", SearchOption.AllDirectories))
        {
            foreach (var reference in References(JsonDocument.Parse(File.ReadAllText(file)).RootElement))
            {
                var parts = reference.Split('#');
                var target = parts[0].Length == 0 ? file : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, parts[0]));
                var element = JsonDocument.Parse(File.ReadAllText(target)).RootElement;
                foreach (var name in parts.Length < 2 ? [] : parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries))
                    element = element.GetProperty(name);
            }
        }
    }

    [Fact]
    public void Every_example_is_valid_by_its_schema()
    {
        var examples = Path.Combine(Repository, "plans", "examples");
        foreach (var file in Directory.EnumerateFiles(examples, "*.yaml", SearchOption.AllDirectories))
        {
            var diagnostics = new Diagnostics();
            var root = YamlReader.Read(SourceReader.Read(file, file, diagnostics)!, diagnostics)!;
            if (Path.GetFileName(file) == "plan.yaml")
                PlanSchema.Of(StepKinds.BuiltIn).CheckPlan(root, diagnostics);
            else if (Path.GetFileName(Path.GetDirectoryName(file)) == "environments")
                PlanSchema.CheckEnvironment(root, diagnostics);
            Assert.Empty(diagnostics);
        }
    }

    /// <summary>The quick look and NJsonSchema agree on whatever is in the examples and cases, and on each with something broken.</summary>
    [Fact]
    public void What_is_surely_right_is_right_by_NJsonSchema_too()
    {
        var step = new CheckedSchema("schemas/plan.schema.json#/definitions/step", "steps", SchemaSource.BuiltIn);
        var environment = new CheckedSchema("schemas/environment.schema.json", null, SchemaSource.BuiltIn);
        var roots = Directory
            .EnumerateFiles(Repository, "*.yaml", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal))
            .Select(Read)
            .OfType<MappingNode>()
            .ToList();
        var steps = roots.SelectMany(Steps).ToList();
        var accepted = 0;
        foreach (var node in steps.SelectMany(Broken))
            accepted += AssertAgree(step, node);
        foreach (var node in roots.Where(r => r["environment"] is not null).SelectMany(Broken))
            accepted += AssertAgree(environment, node);
        Assert.True(steps.Count > 50 && accepted > steps.Count / 2, "there was nothing to compare");
    }

    [Fact]
    public void What_the_examples_say_is_surely_right_at_once()
    {
        // One step that is not costs every command on its plan the start of NJsonSchema.
        var step = new CheckedSchema("schemas/plan.schema.json#/definitions/step", "steps", SchemaSource.BuiltIn);
        var plans = Directory.EnumerateFiles(Path.Combine(Repository, "plans", "examples"), "plan.yaml", SearchOption.AllDirectories);
        var steps = plans.Select(Read).OfType<MappingNode>().SelectMany(Steps).ToList();
        Assert.True(steps.Count > 100, "there was nothing to look at");
        Assert.Empty(steps.Where(s => !step.SurelyAccepts(s)).Select(s => s.Place));
    }

    private static int AssertAgree(CheckedSchema schema, Node node)
    {
        if (!schema.SurelyAccepts(node))
            return 0;
        var diagnostics = new Diagnostics();
        schema.Judge(node, diagnostics, new SchemaReport());
        Assert.Empty(diagnostics);
        return 1;
    }

    private static Node? Read(string file)
    {
        var diagnostics = new Diagnostics();
        return SourceReader.Read(file, file, diagnostics) is { } source ? YamlReader.Read(source, diagnostics) : null;
    }

    private static IEnumerable<Node> Steps(MappingNode node) =>
        (node["steps"] as SequenceNode)?.Items.OfType<MappingNode>().SelectMany(s => Steps(s).Prepend(s)) ?? [];

    // The node itself, and it with each of its values, at every depth, replaced by something else.
    private static IEnumerable<Node> Broken(Node node)
    {
        yield return node;
        if (node is MappingNode mapping)
        {
            foreach (var entry in mapping.Entries)
            {
                var rest = mapping.Entries.Where(e => e != entry).ToList();
                yield return new MappingNode(rest, mapping.Place);
                foreach (var value in Substitutes(entry.Value).Concat(Broken(entry.Value).Skip(1)))
                    yield return new MappingNode([.. rest, entry with { Value = value }], mapping.Place);
            }
        }
        else if (node is SequenceNode list && list.Items.Count > 0)
        {
            yield return new SequenceNode([], list.Place);
            foreach (var first in Substitutes(list.Items[0]))
                yield return new SequenceNode([first, .. list.Items.Skip(1)], list.Place);
        }
    }

    private static IEnumerable<Node> Substitutes(Node node) =>
        [
            new ScalarNode("", quoted: false, node.Place),
            new ScalarNode("", quoted: true, node.Place),
            new ScalarNode("Some Text", quoted: false, node.Place),
            new ScalarNode("true", quoted: false, node.Place),
            new ScalarNode("-7", quoted: false, node.Place),
            new ScalarNode("7.5", quoted: false, node.Place),
            new ScalarNode("1e400", quoted: false, node.Place),
            new SequenceNode([new ScalarNode("a", quoted: false, node.Place)], node.Place),
            new MappingNode([new MappingEntry(new ScalarNode("unknown", quoted: false, node.Place), node)], node.Place),
        ];

    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(p => p.NameEquals("$ref") ? [p.Value.GetString()!] : References(p.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            _ => [],
        };

    private static JsonElement Schema(string name) => JsonDocument.Parse(EmbeddedFiles.Read("schemas/" + name)!).RootElement;

    private static string FindRepository()
    {
        var at = new DirectoryInfo(Snapshot.SourceFolder());
        while (!File.Exists(Path.Combine(at.FullName, "PlanRunner.sln")))
            at = at.Parent!;
        return at.FullName;
    }
}
