using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PlanRunner.Quoting;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Processes;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>Runs a program: a script for <c>sh -eu</c>, or a command without any shell.</summary>
internal sealed class ShellKind : StepKind
{
    private static readonly string[] Forms = ["stdout", "lines", "json"];

    public override string Key => "shell";

    public override bool CanUndo => true;

    // It captures one value, whose name is the form of it.
    public override string CaptureHelp(string step, string wanted, IReadOnlyList<string> captured)
    {
        var form = Forms.Contains(wanted) ? wanted : null;
        return captured is [var own] ? $"write {step}.{own}{(form is null ? "" : $", or say capture: {form} in \"{step}\"")}"
            : form is not null ? $"say capture: {form} in \"{step}\""
            : $"say capture: stdout (or lines, or json) in \"{step}\", and write {step}.stdout";
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
                    $"\"{scalar.Value}\" is not a pattern that can be used: {exception.Message}",
                    scalar.Place,
                    "write a regular expression, or put a \\ before each character that should stand for itself"
                );
            }
        }

        return result;
    }
}

/// <summary>A shell step as the plan says it.</summary>
internal sealed class ShellStep(ShellKind kind) : StepBody(kind)
{
    public required Place Place { get; init; }

    public TextSlot? Script { get; init; }

    public IReadOnlyList<PlanTemplate>? Command { get; init; }

    public IReadOnlyDictionary<string, PlanTemplate> Environment { get; init; } = new Dictionary<string, PlanTemplate>();

    public PlanTemplate? Folder { get; init; }

    public PlanTemplate? Input { get; init; }

    /// <summary><c>stdout</c>, <c>lines</c> or <c>json</c>.</summary>
    public string? Capture { get; init; }

    public override string? CaptureType(string name) =>
        name switch
        {
            "lines" => "text[]",
            "json" => "jsonb",
            _ => "text",
        };

    public ITemplateFiles? Files { get; init; }

    /// <summary>Files and folders that its program reads, beside those that its text names; <c>!NAME</c> leaves one out.</summary>
    public IReadOnlyList<string> NamedFiles { get; init; } = [];

    public IReadOnlyList<int> SuccessCodes { get; init; } = [0];

    public IReadOnlyList<Regex> FailOnOutput { get; init; } = [];

    public IReadOnlyList<Regex> AllowOutput { get; init; } = [];

    public override RenderedBody? Render(RenderScope scope)
    {
        var ok = true;
        var script = Keep(Script?.Render(scope, TextContext.Shell), Script is not null, ref ok);
        var command = Command?.Select(part => Argument(part, scope)).ToList();
        ok &= command is null || command.TrueForAll(part => part is not null);
        var environment = Environment.ToDictionary(entry => entry.Key, entry => Passed(entry.Value, scope), StringComparer.Ordinal);
        ok &= environment.Values.All(value => value is not null);
        var folder = Keep(Folder?.Render(scope, TextContext.Plain), Folder is not null, ref ok);
        var input = Keep(Input?.Render(scope, TextContext.Plain), Input is not null, ref ok);
        if (!ok)
            return null;
        return new RenderedShell(this)
        {
            Script = script,
            Command = command?.OfType<RenderedText>().ToList(),
            Environment = environment.ToDictionary(entry => entry.Key, entry => entry.Value!, StringComparer.Ordinal),
            Folder = folder,
            Input = input,
        };
    }

    private static RenderedText? Keep(RenderedText? text, bool wanted, ref bool ok)
    {
        ok &= text is not null || !wanted;
        return text;
    }

    // A process would be handed only what stands before a NUL.
    private static RenderedText? Passed(PlanTemplate template, RenderScope scope) =>
        template.Render(scope, TextContext.Plain) is { } passed && TextAdmission.CanBeSent(passed, scope.Diagnostics) ? passed : null;

    private static RenderedText? Argument(PlanTemplate template, RenderScope scope)
    {
        var text = Passed(template, scope);
        if (text is not { HoldsSecret: true })
            return text;
        // Every user of the machine can read the arguments of every process.
        scope.Diagnostics.Error(
            "PR4201",
            "a secret would be an argument, which every process list shows",
            text.PlaceAt(0),
            "pass it in env, in stdin, or through with_connections"
        );
        return null;
    }
}

/// <summary>A program that will run, to the letter.</summary>
internal sealed class RenderedShell(ShellStep step) : RenderedBody(step)
{
    private const int CaptureLimit = 1 << 20;
    private const string FileNote = "file";
    private const string AttemptVariable = "PLANRUNNER_ATTEMPT";

    public RenderedText? Script { get; init; }

    public IReadOnlyList<RenderedText>? Command { get; init; }

    public IReadOnlyDictionary<string, RenderedText> Environment { get; init; } = new Dictionary<string, RenderedText>();

    public RenderedText? Folder { get; init; }

    public RenderedText? Input { get; init; }

    public override StepEffect Effect => StepEffect.Outside;

    public override bool HoldsSecret =>
        new[] { Script, Folder, Input }.Concat(Command ?? []).Concat(Environment.Values).Any(text => text is { HoldsSecret: true });

    private ShellFiles Files => field ??= ShellFiles.Of(step, this);

    public override IReadOnlyList<string> Uncovered => Files.Uncovered;

    public override string Redacted => field ??= Text(Files.Covered);

    /// <summary>A file that its program made itself, or that an older version did not look at, does not make it another text.</summary>
    public override string RedactedBeside(string rendered) =>
        Text([.. Files.Covered.Where(file => rendered.Contains($"-- {FileNote} {file.Name}: ", StringComparison.Ordinal))]);

    private string Text(IReadOnlyList<FileContent> files)
    {
        var text = new StringBuilder();
        Note(text, "with_connections", step.Connections.Select(connection => connection.Name));
        Note(text, "params", step.Parameters.Select(parameter => $"{parameter.Key} = {parameter.Value}"));
        foreach (var (name, value) in Environment)
            Note(text, $"env.{name}", [value.Redacted]);
        Note(text, "cwd", Folder is null ? [] : [Folder.Redacted]);
        Note(text, "stdin", Input is null ? [] : [Input.Redacted]);
        Note(text, "capture", step.Capture is null ? [] : [step.Capture]);
        Note(
            text,
            "success_codes",
            step.SuccessCodes is [0] ? [] : step.SuccessCodes.Select(code => code.ToString(CultureInfo.InvariantCulture))
        );
        Note(text, "fail_on_output", step.FailOnOutput.Select(pattern => pattern.ToString()));
        Note(text, "allow_output", step.AllowOutput.Select(pattern => pattern.ToString()));
        foreach (var file in files)
            Note(text, $"{FileNote} {file.Name}", [file.Fingerprint!]);
        text.Append(Script?.Redacted ?? string.Join(' ', Command!.Select(part => Quote(part.Redacted))));
        return text.ToString();
    }

    private Place Place => (Script ?? Command?[0])?.PlaceAt(0) ?? step.Place;

    // "sh" where a script runs: which shell is the machine's affair.
    private string Name => Script is not null ? "the script" : Command![0].Redacted;

    public override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellationToken) =>
        Task.FromResult<Observation>(new Observation.Opaque());

    public override async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        // What was approved and journaled is what runs, although a plan may wait long for its turn.
        if (ShellFiles.Of(step, this).Changed(Files) is { } changed)
            return new StepOutcome.Failed(
                Diagnostic.Error(
                    "PR5082",
                    $"{changed} is not what it was when this run began",
                    Place,
                    "nothing of the step was run; look who changed it, then apply again"
                ),
                EffectAfterFailure.None
            );
        using var folder = PrivateFolder.Create();
        using var output = new ShellOutput(context, step, Script is null ? null : line => PlaceOfLine(folder, line));
        try
        {
            var result = await context.Processes.RunAsync(Prepare(context, folder, output), cancellationToken);
            var ownChange = ShellWarnings.OwnChange(context.Path, [.. ShellFiles.Of(step, this).AllChanged(Files)], Place);
            var goesOn = ShellWarnings.GoesOn(result, Name, Attempt(context.Run, context.Path), Place);
            return ShellWarnings.Beside(Judge(result, output, context.Redactor), ownChange, goesOn);
        }
        catch (OperationCanceledException)
        {
            throw new ProgramStoppedException(output.Errors, output.KeptFile, cancellationToken);
        }
        catch (ProcessStartException exception) when (exception.TooLong)
        {
            return new StepOutcome.Failed(ShellSizes.TooLong(step, this, context.Parameters, Place), EffectAfterFailure.None);
        }
        catch (ProcessStartException exception)
        {
            var told = Diagnostic.Error("PR6201", context.Redactor.Redact(exception.Message), Place, exception.HelpText);
            return new StepOutcome.Failed(told, EffectAfterFailure.None);
        }
    }

    /// <summary>A child does not die with its runner: it is waited for, then ended, before its effect is asked about.</summary>
    public override Task<string?> EndLeftoversAsync(
        StepContext context,
        string run,
        BackendPoint? backend,
        CancellationToken cancellationToken
    ) =>
        Leftovers.EndAsync(
            Attempt(run, context.StartedAs ?? context.Path),
            context.Time,
            text => context.Tell(new StepEvent.Doing(context.Path, text)),
            cancellationToken
        );

    private static ProcessMark Attempt(string run, StepPath step) => new(AttemptVariable, $"{run}:{step.Value}");

    private ProcessCommand Prepare(StepContext context, PrivateFolder folder, ShellOutput output)
    {
        var environment = context.ProgramVariables();
        if (step.Connections.Count > 0)
        {
            var connections = Connections.Select(name => context.Sessions.Connections[name]).ToList();
            foreach (
                var (name, value) in ConnectionFiles.Write(
                    folder,
                    connections,
                    context.Sessions.ApplicationName(context.Path),
                    SessionSettings.OfShell(context.Settings, context.Timeout)
                )
            )
                environment[name] = value;
        }

        foreach (var (name, value) in context.Parameters)
        {
            environment[name] = value.Text;
            environment[name.ToUpperInvariant()] = value.Text;
        }

        foreach (var (name, value) in Environment)
            environment[name] = value.Text;
        environment["PLANRUNNER_STEP"] = context.Path.Value;
        // The script is a file: as an argument all could read it, and standard input is the step's own.
        var (program, arguments) = Script is not null
            ? ("sh", ["-eu", folder.Write("script", Script.Text)])
            : (Command![0].Text, Command.Skip(1).Select(part => part.Text).ToArray());
        return ProcessCommand.Of(program, arguments) with
        {
            Environment = environment,
            WorkingDirectory = Folder is null ? context.PlanFolder : Path.GetFullPath(Folder.Text, context.PlanFolder),
            StandardInput = Input?.Text,
            OnOutput = output.Line,
            OnError = output.ErrorLine,
            Keep = step.Capture is null ? 0 : CaptureLimit,
            StopsWhenFull = step.Capture is not null,
            Mark = Attempt(context.Run, context.Path),
            OnStopping = text => context.Tell(new StepEvent.Doing(context.Path, text)),
        };
    }

    private StepOutcome Judge(ProcessResult result, ShellOutput output, Redactor redactor)
    {
        if (result.StoppedFull)
            return TooMuch($"it was stopped there{output.Where}; ");
        if (!step.SuccessCodes.Contains(result.ExitCode))
        {
            var signal = result.ExitCode > 128 ? $" (signal {result.ExitCode - 128})" : "";
            return Failed(
                "PR6202",
                $"{Name} ended with exit code {result.ExitCode}{signal}",
                $"mend what it says{output.Where}",
                output.Errors
            );
        }

        if (output.Offending is { } line)
            return Failed(
                "PR6203",
                $"{Name} ended with exit code {result.ExitCode}, but said \"{line}\"",
                $"mend what it says, or let it pass with allow_output{output.Where}",
                output.Errors
            );
        return Captured(result, redactor);
    }

    private StepOutcome Captured(ProcessResult result, Redactor redactor)
    {
        if (step.Capture is null)
            return StepOutcome.Done.Nothing;
        if (result.Truncated)
            return TooMuch("");
        var text = result.Output.TrimEnd('\n', '\r');
        if (text.Contains('\0', StringComparison.Ordinal))
            return Failed("PR6205", $"{Name} printed binary data, which cannot be captured", "print text");
        if (redactor.Holds(text) is { } secret)
            return Failed(
                "PR6207",
                $"{Name} printed the secret {secret}, and what is captured stands in the state as it is",
                "print something else"
            );
        var value = new CapturedValue(
            step.CaptureType(step.Capture)!,
            step.Capture == "lines" ? ArrayLiteral(text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n')) : text
        );
        return CapturedTexts.Mistake(value) is not null
            ? Failed("PR6206", $"{Name} printed no JSON", "print one JSON value and nothing else on standard output")
            : new StepOutcome.Done(new Dictionary<string, CapturedValue>(StringComparer.Ordinal) { [step.Capture] = value });
    }

    private StepOutcome.Failed TooMuch(string before) =>
        Failed(
            "PR6204",
            string.Create(CultureInfo.InvariantCulture, $"{Name} printed more than the {CaptureLimit:N0} characters that can be captured"),
            $"{before}print less, or keep it in a file"
        );

    private StepOutcome.Failed Failed(string id, string message, string help, string? detail = null) =>
        new(Diagnostic.Error(id, message, Place, help) with { Detail = detail }, EffectAfterFailure.Partial);

    // The shell names its script and a line in it; people know the plan.
    private string PlaceOfLine(PrivateFolder folder, string said)
    {
        var script = Path.Combine(folder.Path, "script") + ":";
        if (!said.StartsWith(script, StringComparison.Ordinal))
            return said;
        var rest = said[script.Length..].TrimStart();
        rest = rest.StartsWith("line ", StringComparison.Ordinal) ? rest[5..] : rest;
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !int.TryParse(rest[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var line))
            return said;
        var start = 0;
        for (var i = 1; i < line && start >= 0; i++)
            start = Script!.Text.IndexOf('\n', start) + 1;
        var place = Script!.PlaceAt(start);
        return $"{place.Source.Path}:{place.Line}:{rest[(colon + 1)..]}";
    }

    private static void Note(StringBuilder text, string key, IEnumerable<string> values)
    {
        var all = string.Join(", ", values).ReplaceLineEndings("\n").TrimEnd('\n');
        if (all.Length > 0)
            text.Append("-- ").Append(key).Append(": ").Append(all.Replace("\n", "\n--   ", StringComparison.Ordinal)).Append('\n');
    }

    private static string Quote(string part) =>
        part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,@%+".Contains(c, StringComparison.Ordinal))
            ? part
            : $"'{part.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string ArrayLiteral(IEnumerable<string> items) =>
        "{"
        + string.Join(
            ',',
            items.Select(item =>
                $"\"{item.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            )
        )
        + "}";
}
