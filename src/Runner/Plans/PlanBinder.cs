using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Plans;

/// <summary>Binds nodes that their schema has accepted to a plan, and reports all mistakes that only the plan as a whole shows.</summary>
internal sealed class PlanBinder(SourceText source, string folder, PlanFiles files, SchemaReport report, Diagnostics diagnostics)
{
    private readonly StepBinder shared = new(files, diagnostics);

    public required StepKinds Kinds { get; init; }

    public Plan Bind(MappingNode root)
    {
        var connections = Connections(root["connections"]);
        var defaults = root["defaults"] as MappingNode;
        var steps = new StepTreeBinder(files, report, Kinds, diagnostics)
        {
            UsualRetry = defaults is null ? null : UndoBinder.Retry(defaults, report, shared),
        };
        var variables = new VariableBinder(report, diagnostics).Bind(root["variables"]);
        var plan = new Plan
        {
            Name = (root["plan"] as ScalarNode)?.Value ?? "",
            Kinds = Kinds,
            Source = source,
            Folder = folder,
            Description = (root["description"] as ScalarNode)?.Value,
            Variables = variables,
            Connections = connections,
            Secrets = Secrets(root["secrets"]),
            DefaultTimeout = report.IsSound(defaults?["timeout"]) ? shared.Duration(defaults!, "timeout") : null,
            DefaultSettings = SettingTemplates.Bind(report.IsSound(defaults?["settings"]) ? defaults!["settings"] : null, diagnostics),
            Steps = steps.Bind(root["steps"] as SequenceNode, new StepPath("")),
            Include = files.Include,
        };
        var index = new StepIndex(plan.Steps);
        var known = root["connections"] is null or MappingNode ? connections.ConvertAll(c => c.Name) : null;
        new ReferenceChecker(known, index, diagnostics).Check();
        new GuardChecker(diagnostics).Check(plan.Steps);
        new RenameChecker(index, diagnostics).Check();
        return plan;
    }

    private List<DeclaredConnection> Connections(Node? node)
    {
        var result = new List<DeclaredConnection>();
        if (node is not MappingNode mapping)
            return result;
        foreach (var (key, value) in mapping.Entries)
        {
            if (!VariableBinder.IsName(key.Value))
                diagnostics.Error(
                    "PR3043",
                    $"\"{key.Value}\" is not a name for a connection",
                    key.Place,
                    "write lower-case letters, digits and _, not a digit first"
                );
            result.Add(new DeclaredConnection(key.Value, Description(value), key.Place));
        }

        return result;
    }

    private List<DeclaredSecret> Secrets(Node? node)
    {
        var result = new List<DeclaredSecret>();
        if (node is MappingNode mapping)
        {
            foreach (var (key, value) in mapping.Entries)
                Add(key, Description(value));
        }
        else if (node is SequenceNode list)
        {
            foreach (var item in list.Items.OfType<ScalarNode>())
                Add(item, null);
        }

        return result;

        void Add(ScalarNode name, string? description)
        {
            if (result.Exists(s => s.Name == name.Value))
                diagnostics.Error("PR3044", $"the secret \"{name.Value}\" is declared twice", name.Place, "remove one");
            else if (node is MappingNode && !VariableBinder.IsName(name.Value))
                diagnostics.Error(
                    "PR3043",
                    $"\"{name.Value}\" is not a name for a secret",
                    name.Place,
                    "write lower-case letters, digits and _, not a digit first"
                );
            else
                result.Add(new DeclaredSecret(name.Value, description, name.Place));
        }
    }

    private static string? Description(Node value) => ((value as MappingNode)?["description"] as ScalarNode)?.Value;
}
