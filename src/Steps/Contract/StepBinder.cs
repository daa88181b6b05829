using System.Globalization;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Contract;

/// <summary>
/// Reads the keys that kinds share out of a mapping that its schema has already accepted. Types are therefore right; what only
/// the plan as a whole can tell (does the connection exist, the captured column) is checked by the plan's binder afterwards.
/// </summary>
internal sealed class StepBinder(ITemplateFiles files, Diagnostics diagnostics)
{
    public Diagnostics Diagnostics { get; } = diagnostics;

    /// <summary>False where the step says <c>template: false</c>: its texts are taken as they are.</summary>
    public bool Templates { get; init; } = true;

    public ITemplateFiles Files { get; } = files;

    /// <summary>The text of a step: <c>text</c>, or <c>file</c> with <c>args</c>. Null when it is missing or has mistakes.</summary>
    public TextSlot? Text(MappingNode node, string textKey = "text", string fileKey = "file", TextContext context = TextContext.Sql)
    {
        var templates = Boolean(node, "template", Templates);
        if (node[textKey] is ScalarNode inline)
        {
            if (node[fileKey] is { } both)
                Diagnostics.Error("PR3010", $"\"{textKey}\" and \"{fileKey}\" both give the text", both.Place, $"keep one of them");
            if (node["args"] is { } args)
                Diagnostics.Error("PR3011", "\"args\" belongs to a file", args.Place, $"remove it, or move the text into a {fileKey}");
            if (inline.IsFolded || inline.Value.Contains('\n', StringComparison.Ordinal) && inline.Quoted && !IsBlock(inline))
                Diagnostics.Error(
                    "PR3012",
                    "text of several lines must be a literal block",
                    inline.Place,
                    "write it as a | block or move it into a file"
                );
            return Template(inline.Value, inline) is { } template ? new TextSlot(template, null, inline.Place) : null;
        }

        if (node[fileKey] is ScalarNode name)
        {
            var source = Files.Find(name.Value, name.Place, Diagnostics);
            var template = source is null ? null : Template(source.Text, source);
            if (!templates && node["args"] is { } unused)
                Diagnostics.Error(
                    "PR4071",
                    "\"args\" are for a template, and template: false says that this text is none",
                    unused.Place,
                    "remove one of them"
                );
            return template is null ? null : new TextSlot(template, Arguments(node), name.Place);
        }

        PlanTemplate? Template(string text, ITextOrigin origin) =>
            templates ? PlanTemplate.Parse(text, origin, Diagnostics, context) : PlanTemplate.Verbatim(text, origin);

        Diagnostics.Error("PR3013", $"neither \"{textKey}\" nor \"{fileKey}\" is given", node.Place, $"add {textKey}: or {fileKey}:");
        return null;
    }

    public ConnectionReference? Connection(MappingNode node, string key = "on", ConnectionReference? otherwise = null) =>
        node[key] is ScalarNode scalar ? new ConnectionReference(scalar.Value, scalar.Place) : otherwise;

    /// <summary><c>params: { lsn: barrier.lsn }</c></summary>
    public IReadOnlyDictionary<string, CaptureReference> Parameters(MappingNode node)
    {
        var result = new Dictionary<string, CaptureReference>(StringComparer.Ordinal);
        if (node["params"] is not MappingNode parameters)
            return result;
        foreach (var (key, value) in parameters.Entries)
        {
            if (value is not ScalarNode reference)
                continue;
            var dot = reference.Value.LastIndexOf('.');
            if (dot <= 0 || dot == reference.Value.Length - 1)
                Diagnostics.Error(
                    "PR3014",
                    $"parameter \"{key.Value}\" is not of the form STEP.COLUMN: \"{reference.Value}\"",
                    reference.Place,
                    "name the step above and the column it captures: barrier.lsn"
                );
            else
                result[key.Value] = new CaptureReference(reference.Value[..dot], reference.Value[(dot + 1)..], reference.Place);
        }

        return result;
    }

    /// <summary>The names of a <c>capture</c> list, or the one name where it is a scalar.</summary>
    public IReadOnlyList<string> Captures(MappingNode node) => Strings(node, "capture");

    public IReadOnlyList<string> Strings(MappingNode node, string key) =>
        node[key] switch
        {
            SequenceNode list => [.. list.Items.OfType<ScalarNode>().Select(s => s.Value)],
            ScalarNode one when !one.IsNull => [one.Value],
            _ => [],
        };

    /// <summary>A probe: <c>{ on, text | file, args, params }</c>; its connection defaults to the step's.</summary>
    public Probe? Probe(MappingNode node, ConnectionReference? stepConnection)
    {
        var on = Connection(node, "on", stepConnection);
        if (on is null)
        {
            Diagnostics.Error("PR3015", "the probe names no connection and its step has none", node.Place, "add on: CONNECTION");
            return null;
        }

        return Text(node) is { } text ? new Probe(on, text, Parameters(node), node.Place) : null;
    }

    /// <summary>A template in a plain scalar (title, instructions, an expected value).</summary>
    public PlanTemplate? Template(MappingNode node, string key) =>
        node[key] is ScalarNode scalar ? PlanTemplate.Parse(scalar.Value, scalar, Diagnostics) : null;

    public string? String(MappingNode node, string key) => (node[key] as ScalarNode)?.Value;

    public bool Boolean(MappingNode node, string key, bool otherwise = false) =>
        node[key] is ScalarNode scalar ? scalar.Value is "true" or "True" or "TRUE" : otherwise;

    public int? Integer(MappingNode node, string key) =>
        node[key] is ScalarNode scalar && int.TryParse(scalar.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>A duration such as <c>50ms</c>, <c>1.5s</c>, <c>10m</c>, <c>1h</c>, <c>1d</c>.</summary>
    public TimeSpan? Duration(MappingNode node, string key)
    {
        if (node[key] is not ScalarNode scalar)
            return null;
        if (Durations.TryParse(scalar.Value, out var value))
            return value;
        Diagnostics.Error(
            "PR3016",
            $"\"{scalar.Value}\" is not a duration",
            scalar.Place,
            "write a number and a unit: 50ms, 30s, 10m, 1h, 1d"
        );
        return null;
    }

    private IReadOnlyDictionary<string, PlanTemplate>? Arguments(MappingNode node)
    {
        if (node["args"] is not MappingNode args)
            return null;
        var result = new Dictionary<string, PlanTemplate>(StringComparer.Ordinal);
        foreach (var (key, value) in args.Entries)
        {
            if (value is ScalarNode scalar && PlanTemplate.Parse(scalar.Value, scalar, Diagnostics) is { } template)
                result[key.Value] = template;
            else if (value is not ScalarNode)
                Diagnostics.Error(
                    "PR3017",
                    $"argument \"{key.Value}\" is not a scalar",
                    value.Place,
                    "give it as a template, such as \"{{ application_roles }}\""
                );
        }

        return result;
    }

    private static bool IsBlock(ScalarNode node) =>
        node.Place.Source.Line(node.Place.Line) is var line
        && node.Place.Column <= line.Length
        && line[node.Place.Column - 1] is '|' or '>';
}
