using System.Globalization;
using System.Text.RegularExpressions;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds.Shell;

/// <summary>Runs a program: a script for <c>sh -eu</c>, or a command without any shell.</summary>
internal sealed class ShellKind : StepKind
{
    private static readonly string[] Forms = ["stdout", "lines", "json"];

    public override string Key => "shell";

    public override TextLanguage Language => TextLanguage.Shell;

    public override bool IsOpaque => true;

    public override IReadOnlyList<string> OtherNames => ["sh", "bash"];

    public override bool CanUndo => true;

    // It captures one value, whose name is the form of it.
    public override string CaptureHelp(string step, string wanted, IReadOnlyList<string> captured)
    {
        var form = Forms.Contains(wanted) ? wanted : null;
        return captured is [var own] ? $"write {step}.{own}{(form is null ? "" : $", or set capture: {form} in \"{step}\"")}"
            : form is not null ? $"say capture: {form} in \"{step}\""
            : $"set capture: stdout (or lines, or json) in \"{step}\", and write {step}.stdout";
    }

    public override StepBody Bind(MappingNode node, StepBinder binder)
    {
        var command = node["command"] as SequenceNode;
        if (command is not null && (node.Entry("run") ?? node.Entry("file")) is { } other)
            binder.Diagnostics.Error(
                "PR3201",
                $"\"{other.Key.Value}\" and \"command\" both say what to run",
                other.Key.Place,
                "keep one of them"
            );
        var connections =
            (node["with_connections"] as SequenceNode)?.Items.OfType<ScalarNode>()
            ?? (node["with_connections"] as ScalarNode is { } one ? [one] : []);
        return new ShellStep(this)
        {
            Place = node.Place,
            Script = command is null ? binder.Text(node, "run", context: TextContext.Shell) : null,
            Command = command is null ? null : Templates(command, binder),
            Environment = EnvironmentOf(node, binder),
            Folder = binder.Template(node, "cwd"),
            Input = binder.Template(node, "stdin"),
            Capture = binder.String(node, "capture"),
            Captures = binder.Captures(node),
            CapturePlace = node["capture"]?.Place,
            Parameters = ParametersOf(node, binder),
            Files = binder.Files,
            NamedFiles =
            [
                .. (
                    (node["with_files"] as SequenceNode)?.Items.OfType<ScalarNode>()
                    ?? (node["with_files"] is ScalarNode file ? [file] : [])
                ).Select(scalar => scalar.Value),
            ],
            Connections = [.. connections.Select(scalar => new ConnectionReference(scalar.Value, scalar.Place))],
            SuccessCodes = SuccessCodesOf(node),
            FailOnOutput = Patterns(node, "fail_on_output", binder),
            AllowOutput = Patterns(node, "allow_output", binder),
        };
    }

    private static List<PlanTemplate> Templates(SequenceNode list, StepBinder binder) =>
        [
            .. list
                .Items.OfType<ScalarNode>()
                .Select(scalar => PlanTemplate.Parse(scalar.Value, scalar, binder.Diagnostics))
                .OfType<PlanTemplate>(),
        ];

    private static Dictionary<string, PlanTemplate> EnvironmentOf(MappingNode node, StepBinder binder)
    {
        var result = new Dictionary<string, PlanTemplate>(StringComparer.Ordinal);
        foreach (var (key, value) in (node["env"] as MappingNode)?.Entries ?? [])
        {
            CheckName(key, binder);
            if (value is ScalarNode scalar && PlanTemplate.Parse(scalar.Value, scalar, binder.Diagnostics) is { } template)
                result[key.Value] = template;
        }

        return result;
    }

    private static IReadOnlyDictionary<string, CaptureReference> ParametersOf(MappingNode node, StepBinder binder)
    {
        foreach (var (key, _) in (node["params"] as MappingNode)?.Entries ?? [])
            CheckName(key, binder);
        return binder.Parameters(node);
    }

    private static void CheckName(ScalarNode name, StepBinder binder)
    {
        if (name.Value.Length == 0 || char.IsAsciiDigit(name.Value[0]) || !name.Value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            binder.Diagnostics.Error(
                "PR3202",
                $"\"{name.Value}\" cannot be the name of an environment variable",
                name.Place,
                "use letters, digits and _, not beginning with a digit"
            );
    }

    private static IReadOnlyList<int> SuccessCodesOf(MappingNode node) =>
        node["success_codes"] is SequenceNode list
            ?
            [
                .. list
                    .Items.OfType<ScalarNode>()
                    .Select(scalar => int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0),
            ]
            : [0];

    private static List<Regex> Patterns(MappingNode node, string key, StepBinder binder)
    {
        var scalars = node[key] switch
        {
            SequenceNode list => list.Items.OfType<ScalarNode>(),
            ScalarNode one => [one],
            _ => [],
        };
        var result = new List<Regex>();
        foreach (var scalar in scalars)
        {
            try
            {
                // Not NonBacktracking: its engine takes 50 ms to compile when cold, in every command that reads the plan.
                result.Add(new Regex(scalar.Value, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
            }
            catch (ArgumentException exception)
            {
                binder.Diagnostics.Error(
                    "PR3203",
                    $"\"{scalar.Value}\" is not a valid pattern: {exception.Message}",
                    scalar.Place,
                    "write a regular expression, or put a \\ before each character that is meant literally"
                );
            }
        }

        return result;
    }
}
