using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Plans;

/// <summary>Binds the tree of steps: ids, kinds, and the keys that every step has.</summary>
internal sealed class StepTreeBinder(ITemplateFiles files, SchemaReport report, StepKinds kinds, Diagnostics diagnostics)
{
    private const string GroupKey = "steps";
    private const string NoFormerPath = "none";

    private static readonly string[] LeafKeys =
    [
        "done_when",
        "verify",
        "undo",
        "idempotent",
        "retry",
        "on_interrupted",
        "on_change",
        "template",
    ];

    private readonly StepBinder shared = new(files, diagnostics);

    /// <summary>Defaults of every step.</summary>
    public Retry? UsualRetry { get; init; }

    public List<Step> Bind(SequenceNode? list, StepPath parent)
    {
        var result = new List<Step>();
        var nodes = list?.Items.OfType<MappingNode>().ToList() ?? [];
        var ids = nodes.Select(Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var above = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            // Without an id, which the schema has reported, it still needs a unique path.
            var id = Id(node) ?? $"?{result.Count + 1}";
            result.Add(diagnostics.Of(PlaceOf(node), () => BindStep(node, id, parent.Child(id), above, ids)));
            if (!above.Add(id))
                diagnostics.Error(
                    "PR3003",
                    $"two steps here have the id \"{id}\"",
                    node["id"]!.Place,
                    "an id is unique among its siblings: choose another"
                );
        }

        return result;
    }

    private static Place PlaceOf(MappingNode node) => (node["id"] as ScalarNode ?? node.Entries.FirstOrDefault()?.Key)?.Place ?? node.Place;

    private static Dictionary<string, Waiver> Waivers(Node? node) =>
        ((node as MappingNode)?.Entries ?? [])
            .Where(e => e.Value is ScalarNode)
            .ToDictionary(
                e => e.Key.Value,
                e => Waiver.Of(e.Key.Value, ((ScalarNode)e.Value).Value.Trim(), e.Key.Place),
                StringComparer.Ordinal
            );

    private Step BindStep(MappingNode node, string id, StepPath path, HashSet<string> above, HashSet<string> siblings)
    {
        var kind = ChooseKind(node, id);
        var isGroup = node[GroupKey] is not null && kind is null;
        var templates = Sound(node, "template") is null || shared.Boolean(node, "template", true);
        var (body, written) = kind is null ? (null, "") : BindBody(node, kind, templates);
        var step = new Step
        {
            Id = id,
            Path = path,
            Place = PlaceOf(node),
            RenamedFrom =
            [
                .. Names(node, "renamed_from")
                    .Where(n => n.Value != NoFormerPath)
                    .Select(n => new FormerPath(new StepPath(n.Value), n.Place)),
            ],
            IsNew = Names(node, "renamed_from").Exists(n => n.Value == NoFormerPath),
            Body = body,
            Written = written,
            Steps = isGroup ? Bind(node[GroupKey] as SequenceNode, path) : [],
            Title = Template(node, "title"),
            Description = Template(node, "description"),
            Hint = Template(node, "hint"),
            Needs = Needs(node, id, above, siblings),
            When = Expression(node, "when"),
            ForEach = Expression(node, "foreach"),
            As = Sound(node, "as") is ScalarNode name ? name.Value : "item",
            Key = (Sound(node, "key") as ScalarNode)?.Value,
            DoneWhen = isGroup ? null : Probe(node, "done_when", body, templates) ?? KindProbe(node, kind, templates),
            Verify = isGroup ? null : Probe(node, "verify", body, templates),
            Undo = isGroup ? null : new UndoBinder(files, report, kinds, diagnostics, templates).Bind(node, body),
            Confirm = Template(node, "confirm"),
            Idempotent = shared.Boolean(node, "idempotent"),
            Retry =
                node["retry"] is not null ? UndoBinder.Retry(node, report, shared)
                : isGroup ? null
                : UsualRetry,
            OnInterrupted = (Sound(node, "on_interrupted") as ScalarNode)?.Value switch
            {
                "undo" => OnInterrupted.Undo,
                "rerun" => OnInterrupted.Rerun,
                "stop" => OnInterrupted.Stop,
                _ => OnInterrupted.Resolve,
            },
            OnChange = (Sound(node, "on_change") as ScalarNode)?.Value switch
            {
                "rerun" => OnChange.Rerun,
                "accept" => OnChange.Accept,
                _ => OnChange.Fail,
            },
            PointOfNoReturn = shared.Boolean(node, "point_of_no_return"),
            Guarded = isGroup && Sound(node, "on_failure") is not null,
            Timeout = Sound(node, "timeout") is null ? null : shared.Duration(node, "timeout"),
            Settings = SettingTemplates.Bind(Sound(node, "settings"), diagnostics),
            Waivers = Waivers(Sound(node, "waive")),
        };
        CheckKeys(node, step, isGroup);
        return step;
    }

    private StepKind? ChooseKind(MappingNode node, string id)
    {
        var named = node.Entries.Where(e => e.Key.Value == GroupKey || kinds.Find(e.Key.Value) is not null).ToList();
        if (named.Count == 0 && !report.HasUnknownKey(node))
        {
            var place = (node["id"] ?? node).Place;
            var known = string.Join(", ", kinds.Keys);
            diagnostics.Error("PR3001", $"step \"{id}\" has no kind", place, $"add one of {known}, or steps: for a group");
        }

        if (named.Count > 1)
            diagnostics.Error(
                "PR3001",
                $"step \"{id}\" is \"{named[0].Key.Value}\" and \"{named[1].Key.Value}\" at once",
                named[1].Key.Place,
                "split it into two steps"
            );
        return named.Count == 0 ? null : kinds.Find(named[0].Key.Value);
    }

    private (StepBody Body, string Written) BindBody(MappingNode node, StepKind kind, bool templates)
    {
        var value = node[kind.Key];
        if (!report.IsSound(value) || value is not MappingNode mapping)
            return (new BrokenBody(kind, null), "");
        return BodyBinder.Bind(mapping, kind, files, diagnostics, templates);
    }

    private Probe? Probe(MappingNode node, string key, StepBody? body, bool templates) =>
        Sound(node, key) is MappingNode mapping && body is not BrokenBody { CapturesKnown: false }
            ? Asker(templates).Probe(mapping, body?.Connections.FirstOrDefault())
            : null;

    /// <summary>Of a manual step, <c>done_when</c> is beside the instructions, because it checks the person's work.</summary>
    private Probe? KindProbe(MappingNode node, StepKind? kind, bool templates) =>
        kind is not null && Sound(node, kind.Key) is MappingNode mapping && mapping["done_when"] is MappingNode probe
            ? Asker(templates).Probe(probe, null)
            : null;

    private StepBinder Asker(bool templates) => templates ? shared : new StepBinder(files, diagnostics) { Templates = false };

    private List<ScalarNode> Names(MappingNode node, string key) =>
        Sound(node, key) switch
        {
            SequenceNode list => [.. list.Items.OfType<ScalarNode>()],
            ScalarNode one => [one],
            _ => [],
        };

    private List<string>? Needs(MappingNode node, string id, HashSet<string> above, HashSet<string> siblings)
    {
        var names = Sound(node, "needs") is null ? null : Names(node, "needs");
        foreach (var name in names ?? [])
        {
            if (name.Value == id)
                diagnostics.Error("PR3002", $"step \"{id}\" needs itself", name.Place, "remove it");
            else if (siblings.Contains(name.Value) && !above.Contains(name.Value))
                diagnostics.Error(
                    "PR3002",
                    $"step \"{id}\" needs \"{name.Value}\", which is below it",
                    name.Place,
                    $"move \"{name.Value}\" above \"{id}\""
                );
            else if (!siblings.Contains(name.Value))
                diagnostics.Error(
                    "PR3002",
                    $"step \"{id}\" needs \"{name.Value}\", which is not defined",
                    name.Place,
                    Suggestion.Help(name.Value, above, "needs: names steps above it in the same group")
                );
        }

        return names?.ConvertAll(n => n.Value);
    }

    private void CheckKeys(MappingNode node, Step step, bool isGroup)
    {
        if (isGroup)
        {
            foreach (var key in LeafKeys)
                Refuse(node, key, $"\"{key}\" belongs to a step, and \"{step.Id}\" is a group", "move it to the steps inside");
        }
        else
        {
            Refuse(node, "on_failure", "\"on_failure\" belongs to a group", "remove it, or move the step into a group");
        }

        if (step.ForEach is null && node["foreach"] is null)
        {
            Refuse(node, "as", "\"as\" names the item of a foreach, and there is none", "remove it");
            Refuse(node, "key", "\"key\" names an instance of a foreach, and there is none", "remove it");
        }

        if (step.Body is not { } body)
            return;
        if (body.Kind.IsCheck)
            Refuse(node, "undo", $"\"{step.Id}\" is a check and has no effect to undo", "remove it");
        CheckWhenCutOff(node, step, body);
    }

    private void CheckWhenCutOff(MappingNode node, Step step, StepBody body)
    {
        if (step is { OnInterrupted: OnInterrupted.Rerun, Idempotent: false })
            diagnostics.Error(
                "PR3008",
                $"\"{step.Id}\" reruns when interrupted, and is not declared idempotent",
                node["on_interrupted"]!.Place,
                "add idempotent: true if running it twice has the same effect as once"
            );
        if (step.OnInterrupted == OnInterrupted.Undo && step.Undo?.Body is null && report.IsSound(node["undo"] ?? node))
            diagnostics.Error(
                "PR3008",
                $"\"{step.Id}\" is undone when interrupted, and has no undo",
                node["on_interrupted"]!.Place,
                "add undo: with a kind"
            );
        if (step is { OnInterrupted: OnInterrupted.Undo, Undo: { Body: not null, Idempotent: false } })
            diagnostics.Error(
                "PR3008",
                $"\"{step.Id}\" is undone when interrupted, and may have had no effect by then",
                node["on_interrupted"]!.Place,
                "add idempotent: true to its undo, if undoing nothing is harmless"
            );
        if (
            step.OnChange != OnChange.Accept
            && node["on_change"] is { } said
            && report.IsSound(said)
            && !body.HasEffect
            && !body.Kind.CanUndo
        )
            diagnostics.Error(
                "PR3009",
                $"a changed text of \"{step.Id}\" is always accepted: it has no effect of its own",
                said.Place,
                "remove on_change"
            );
    }

    private void Refuse(MappingNode node, string key, string message, string help)
    {
        if (node.Entry(key) is { } entry)
            diagnostics.Error("PR3030", message, entry.Key.Place, help);
    }

    private PlanTemplate? Template(MappingNode node, string key) => Sound(node, key) is null ? null : shared.Template(node, key);

    /// <summary>A bare expression, or a template with braces.</summary>
    private PlanTemplate? Expression(MappingNode node, string key)
    {
        if (Sound(node, key) is not ScalarNode scalar)
            return null;
        return scalar.Value.Contains("{{", StringComparison.Ordinal)
            ? PlanTemplate.Parse(scalar.Value, scalar, diagnostics)
            : PlanTemplate.ParseExpression(scalar.Value, scalar, diagnostics);
    }

    private Node? Sound(MappingNode node, string key) => node[key] is { } value && report.IsSound(value) ? value : null;

    private string? Id(MappingNode node) => (Sound(node, "id") as ScalarNode)?.Value;
}
