using System.Text.RegularExpressions;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Kinds.Shell;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Processes;
using PlanRunner.Templating;
using PlanRunner.Tests.Postgres;
using PlanRunner.Tests.Processes;
using Xunit;

namespace PlanRunner.Tests.Kinds;

public sealed class ShellKindTests
{
    private static readonly ConnectionSettings Source = new("source", "db.example", 5433, "shop", "migration")
    {
        Password = @"pa:ss\word",
        SslMode = "verify-full",
        RootCertificate = "/certs/root.pem",
    };
    private static readonly ConnectionSettings Target = new("target", "127.0.0.1", 5434, "shop", "postgres")
    {
        Password = "second-secret",
        SslMode = "disable",
    };
    private readonly List<string> told = [];

    [Fact]
    public async Task A_password_that_the_clients_cannot_be_given_is_told_before_anything_runs()
    {
        await using var bench = new StepBench(Target with { Password = "one\ntwo" });
        var failed = Assert.IsType<StepOutcome.Failed>(await bench.RunAsync("shell", "run: 'true'\nwith_connections: [target]\n"));
        Assert.Equal(("PR6201", EffectAfterFailure.None), (failed.Diagnostic.Id, failed.Effect));
        Assert.DoesNotContain("two", failed.Diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_runs_with_its_input_environment_and_folder()
    {
        var shell = Script("cat; echo \"$GREETING from $PLANRUNNER_STEP in $(pwd)\"") with
        {
            Environment = [("GREETING", "hello")],
            Folder = "sub",
            Input = "read\n",
            Capture = "stdout",
        };
        var folder = Directory.CreateTempSubdirectory().FullName;
        Directory.CreateDirectory(Path.Combine(folder, "sub"));
        var done = Assert.IsType<StepOutcome.Done>(await RunAsync(shell, Context(folder)));
        Directory.Delete(folder, recursive: true);
        Assert.Equal(new CapturedValue("text", $"read\nhello from a/b in {folder}/sub"), done.Captured["stdout"]);
    }

    [Fact]
    public async Task The_first_command_that_fails_ends_a_script()
    {
        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(Script("echo one\nfalse\necho two"), Context()));
        Assert.Equal("the script ended with exit code 1", failed.Diagnostic.Message);
        Assert.Equal(EffectAfterFailure.Partial, failed.Effect);
        Assert.Equal("plan.yaml:1:1", failed.Diagnostic.Place.ToString());
        Assert.Equal(["one"], told);
    }

    [Fact]
    public async Task A_failure_shows_the_first_and_the_last_lines_of_the_errors_at_their_place()
    {
        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(Script("seq -f 'line %g' 300 >&2\necho $NOT_SET\n"), Context()));
        var lines = failed.Diagnostic.Detail!.Split('\n');
        Assert.Equal(111, lines.Length);
        Assert.Equal(["line 1", "line 10", "… 191 lines left out", "line 202"], [lines[0], lines[9], lines[10], lines[11]]);
        Assert.StartsWith("plan.yaml:2: NOT_SET", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_is_not_split_or_expanded()
    {
        var shell = Command("printf", "%s|", "two words", "$HOME", "*") with { Capture = "stdout" };
        var done = Assert.IsType<StepOutcome.Done>(await RunAsync(shell, Context()));
        Assert.Equal("two words|$HOME|*|", done.Captured["stdout"].Text);
    }

    [Theory]
    [InlineData("lines", "a b\n\"c\\\"\n", "text[]", "{\"a b\",\"\\\"c\\\\\\\"\"}")]
    [InlineData("lines", "", "text[]", "{}")]
    [InlineData("json", " {\"a\": [1]}\n", "jsonb", " {\"a\": [1]}")]
    [InlineData("stdout", "x\n\n", "text", "x")]
    public async Task Output_is_captured_as_asked(string capture, string printed, string type, string text)
    {
        var done = Assert.IsType<StepOutcome.Done>(await RunAsync(Command("cat") with { Input = printed, Capture = capture }, Context()));
        Assert.Equal(new CapturedValue(type, text), done.Captured[capture]);
    }

    [Theory]
    [InlineData("json", "nothing", "cat did not print JSON")]
    [InlineData("stdout", "a\0b", "cat printed binary data, which cannot be captured")]
    public async Task Output_that_cannot_be_captured_fails(string capture, string printed, string message)
    {
        var failed = Assert.IsType<StepOutcome.Failed>(
            await RunAsync(Command("cat") with { Input = printed, Capture = capture }, Context())
        );
        Assert.Equal(message, failed.Diagnostic.Message);
    }

    [Fact]
    public async Task Output_too_large_to_capture_fails()
    {
        var failed = Assert.IsType<StepOutcome.Failed>(
            await RunAsync(Script("head -c 2000000 /dev/zero | tr '\\0' x") with { Capture = "stdout" }, Context())
        );
        Assert.Equal("the script printed more than the 1,048,576 characters that can be captured", failed.Diagnostic.Message);
    }

    [Fact]
    public async Task And_is_not_waited_for()
    {
        var failed = Assert.IsType<StepOutcome.Failed>(
            await RunAsync(Script("while :; do echo line; done") with { Capture = "lines" }, Context()).WaitAsync(TimeSpan.FromSeconds(30))
        );
        Assert.Equal("the script printed more than the 1,048,576 characters that can be captured", failed.Diagnostic.Message);
        Assert.Equal("it was stopped there; print less, or keep it in a file", failed.Diagnostic.Help);
        Assert.Equal(EffectAfterFailure.Partial, failed.Effect);
    }

    [Fact]
    public async Task A_capture_too_long_for_a_variable_is_named_with_its_size_and_nothing_runs()
    {
        var context = Context(parameters: new() { ["short"] = new("text", "x"), ["rows"] = new("text", new string('ü', 100_000)) });
        var shell = Script("echo ran") with { Captures = [("short", "list.short"), ("rows", "list.rows")] };
        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(shell, context));
        Assert.Equal(("PR6210", EffectAfterFailure.None), (failed.Diagnostic.Id, failed.Effect));
        Assert.Equal(
            "capture list.rows in $rows has 200,000 bytes, and all 2 together 400,002: more than the system can pass to a program in its variables and arguments",
            failed.Diagnostic.Message
        );
        Assert.StartsWith("capture less, or let this step get it itself", failed.Diagnostic.Help, StringComparison.Ordinal);
        Assert.Empty(told);
    }

    [Fact]
    public async Task An_argument_too_long_is_named_too()
    {
        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(Command("echo", "x", new string('y', 140_000)), Context()));
        Assert.StartsWith(
            "argument 2 has 140,000 bytes, and all 3 together 140,005: more than",
            failed.Diagnostic.Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith("give it in stdin, or in a file; ", failed.Diagnostic.Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_process_left_running_prints_is_told_to_be_lost()
    {
        var go = Path.Combine(Path.GetTempPath(), $"planrunner-go-{Guid.NewGuid():N}");
        Pipes.Make(go);
        var background = $"{{ read line <{go}; echo late; }} & echo $!; ";
        var early = await RunAsync(Script(background + "echo early"), Context());
        await File.WriteAllTextAsync(go, "go\n");
        var done = Assert.IsType<StepOutcome.Done>(early);
        Assert.Equal((Severity.Warning, "PR6209"), (done.Warning!.Severity, done.Warning.Id));
        Assert.Equal(
            $"the script ended and left process {told[0]} running, which held its output open: what it printed after that is lost",
            done.Warning.Message
        );
        Assert.Equal("early", told[1]);

        var broken = await RunAsync(Script(background + "echo why >&2; exit 3"), Context());
        await File.WriteAllTextAsync(go, "go\n");
        File.Delete(go);
        var failed = Assert.IsType<StepOutcome.Failed>(broken);
        Assert.Equal("PR6202", failed.Diagnostic.Id);
        // Two streams: either may be read first.
        var left = Assert.Single(told.Skip(2), line => line != "why");
        Assert.StartsWith($"why\nthe script ended and left process {left} running, ", failed.Diagnostic.Detail, StringComparison.Ordinal);

        Assert.Null(Assert.IsType<StepOutcome.Done>(await RunAsync(Script("{ sleep 60; } >/dev/null 2>&1 & kill $!"), Context())).Warning);
    }

    [Fact]
    public async Task Success_codes_are_those_of_the_plan()
    {
        Assert.IsType<StepOutcome.Done>(await RunAsync(Script("exit 3") with { SuccessCodes = [0, 3] }, Context()));
        Assert.IsType<StepOutcome.Failed>(await RunAsync(Script("exit 0") with { SuccessCodes = [3] }, Context()));
    }

    [Fact]
    public async Task A_program_that_exits_0_having_failed_is_caught_by_what_it_said()
    {
        var shell = Script(
            "echo 'pg_restore: error: schema \"public\" already exists' >&2; echo 'pg_restore: error: no such role' >&2"
        ) with
        {
            FailOnOutput = ["error:"],
            AllowOutput = ["\"public\" already exists"],
        };
        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(shell, Context()));
        Assert.Equal("the script ended with exit code 0, but said \"pg_restore: error: no such role\"", failed.Diagnostic.Message);
        Assert.IsType<StepOutcome.Done>(await RunAsync(shell with { AllowOutput = ["already exists", "no such role"] }, Context()));
    }

    [Fact]
    public async Task A_program_that_is_not_there_did_nothing()
    {
        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(Command("no-such-program"), Context()));
        Assert.Equal("the program no-such-program was not found", failed.Diagnostic.Message);
        Assert.Equal(EffectAfterFailure.None, failed.Effect);
    }

    [Fact]
    public async Task Connections_are_services_in_private_files_that_are_gone_afterwards()
    {
        var shell = Script(
            "ls -l \"$PGSERVICEFILE\" \"$PGPASSFILE\" | cut -c1-10; stat -c %a \"$(dirname \"$PGPASSFILE\")\"; cat \"$PGSERVICEFILE\" \"$PGPASSFILE\"; echo \"${PGHOST-unset} ${PGPASSWORD-unset}\"; echo \"$PGPASSFILE\""
        ) with
        {
            Connections = ["source", "target"],
            Capture = "stdout",
        };
        var done = Assert.IsType<StepOutcome.Done>(await RunAsync(shell, Context()));
        var text = done.Captured["stdout"].Text;
        var file = text[(text.LastIndexOf('\n') + 1)..];
        Assert.Equal(
            $"""
            -rw-------
            -rw-------
            700
            [source]
            host=db.example
            port=5433
            dbname=shop
            user=migration
            sslmode=verify-full
            sslrootcert=/certs/root.pem
            [target]
            host=127.0.0.1
            port=5434
            dbname=shop
            user=postgres
            sslmode=disable
            db.example:5433:shop:migration:pa\:ss\\word
            127.0.0.1:5434:shop:postgres:second-secret
            db.example:5433:*:migration:pa\:ss\\word
            127.0.0.1:5434:*:postgres:second-secret
            unset unset
            {file}
            """,
            text
        );
        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
    }

    [Fact]
    public async Task A_single_connection_is_the_default_one()
    {
        var shell = Script("echo \"$PGHOST $PGPORT $PGDATABASE $PGUSER $PGSSLMODE $PGSSLROOTCERT\"") with
        {
            Connections = ["source"],
            Capture = "stdout",
        };
        var done = Assert.IsType<StepOutcome.Done>(await RunAsync(shell, Context()));
        Assert.Equal("db.example 5433 shop migration verify-full /certs/root.pem", done.Captured["stdout"].Text);
    }

    [Fact]
    public async Task Private_files_are_gone_after_a_failure_and_a_stop_too()
    {
        var failed = Assert.IsType<StepOutcome.Failed>(
            await RunAsync(Script("echo \"$PGPASSFILE\" >&2; exit 1") with { Connections = ["source"] }, Context())
        );
        Assert.False(Path.Exists(Path.GetDirectoryName(failed.Diagnostic.Detail)));

        using var stop = new CancellationTokenSource();
        string? file = null;
        var context = Context(tell: text =>
        {
            file = text;
            stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Rendered(Script("echo \"$PGPASSFILE\"; sleep 60") with { Connections = ["source"] }).RunAsync(context, stop.Token)
        );
        Assert.False(Path.Exists(Path.GetDirectoryName(file)));
    }

    [Fact]
    public void A_folder_that_a_killed_process_left_behind_goes_with_the_next_one()
    {
        var abandoned = Directory.CreateTempSubdirectory("planrunner-step-").FullName;
        File.WriteAllText(Path.Combine(abandoned, "lock"), "");
        using var first = PrivateFolder.Create();
        using var second = PrivateFolder.Create();
        Assert.False(Directory.Exists(abandoned));
        Assert.True(Directory.Exists(first.Path));
    }

    [Fact]
    public async Task Captured_values_are_variables_as_named_and_in_capitals()
    {
        var context = Context(parameters: new() { ["lsn"] = new("pg_lsn", "0/16B3748; echo $(no)") });
        var done = Assert.IsType<StepOutcome.Done>(
            await RunAsync(Script("echo \"$lsn\"; echo \"$LSN\"") with { Capture = "stdout" }, context)
        );
        Assert.Equal("0/16B3748; echo $(no)\n0/16B3748; echo $(no)", done.Captured["stdout"].Text);
    }

    [Fact]
    public async Task Secrets_are_in_no_output_and_no_argument()
    {
        var redactor = new Redactor();
        redactor.Add("api_key", "s3cr3t-value");
        var shell = Script("echo \"out $KEY\"; echo \"err $KEY\" >&2; tr '\\0' ' ' </proc/$$/cmdline; exit 1") with
        {
            Environment = [("KEY", "s3cr3t-value")],
        };
        var failed = Assert.IsType<StepOutcome.Failed>(await RunAsync(shell, Context(redactor: redactor)));
        Assert.Equal("err (secret api_key)", failed.Diagnostic.Detail);
        Assert.Contains("out (secret api_key)", told);
        Assert.DoesNotContain(told, line => line.Contains("s3cr3t-value", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("sh -eu ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_people_read_is_the_script_below_what_else_decides_it()
    {
        var shell = Script("pg_dump service=source\n") with
        {
            Connections = ["source", "target"],
            Environment = [("MODE", "fast\nand safe")],
            Folder = "sub",
            Input = "yes\n",
            Capture = "stdout",
            SuccessCodes = [0, 1],
            FailOnOutput = ["error:"],
            AllowOutput = ["exists"],
        };
        Assert.Equal(
            """
            -- with_connections: source, target
            -- env.MODE: fast
            --   and safe
            -- cwd: sub
            -- stdin: yes
            -- capture: stdout
            -- success_codes: 0, 1
            -- fail_on_output: error:
            -- allow_output: exists
            pg_dump service=source

            """,
            Rendered(shell).Redacted
        );
        Assert.Equal("printf %s 'two words' '$HOME' ''", Rendered(Command("printf", "%s", "two words", "$HOME", "")).Redacted);
    }

    private sealed record Shell
    {
        public string? Script { get; init; }
        public string[]? Command { get; init; }
        public (string Name, string Value)[] Environment { get; init; } = [];
        public string? Folder { get; init; }
        public string? Input { get; init; }
        public string? Capture { get; init; }
        public int[] SuccessCodes { get; init; } = [0];
        public string[] FailOnOutput { get; init; } = [];
        public string[] AllowOutput { get; init; } = [];
        public string[] Connections { get; init; } = [];
        public (string Name, string Capture)[] Captures { get; init; } = [];
    }

    private static Shell Script(string text) => new() { Script = text };

    private static Shell Command(params string[] parts) => new() { Command = parts };

    private static RenderedShell Rendered(Shell shell)
    {
        var place = new Place(new SourceText("plan.yaml", ""), 1, 1);
        var step = new ShellStep(new ShellKind())
        {
            Place = place,
            Capture = shell.Capture,
            SuccessCodes = shell.SuccessCodes,
            FailOnOutput = [.. shell.FailOnOutput.Select(Pattern)],
            AllowOutput = [.. shell.AllowOutput.Select(Pattern)],
            Parameters = shell.Captures.ToDictionary(
                c => c.Name,
                c => new CaptureReference(c.Capture.Split('.')[0], c.Capture.Split('.')[1], place)
            ),
            Connections = [.. shell.Connections.Select(name => new ConnectionReference(name, place))],
        };
        return new RenderedShell(step)
        {
            Script = shell.Script is null ? null : Text(shell.Script),
            Command = shell.Command?.Select(Text).ToList(),
            Environment = shell.Environment.ToDictionary(entry => entry.Name, entry => Text(entry.Value)),
            Folder = shell.Folder is null ? null : Text(shell.Folder),
            Input = shell.Input is null ? null : Text(shell.Input),
        };
    }

    private static Regex Pattern(string text) => new(text, RegexOptions.NonBacktracking);

    private static RenderedText Text(string text) =>
        new([new Segment(text, null, 0, text.Length, true)], new SourceText("plan.yaml", text));

    private static Task<StepOutcome> RunAsync(Shell shell, StepContext context) => Rendered(shell).RunAsync(context, default);

    private StepContext Context(
        string? folder = null,
        Dictionary<string, CapturedValue>? parameters = null,
        Redactor? redactor = null,
        Action<string>? tell = null
    ) =>
        StepContexts.For(
            folder,
            new Sessions("move", new Dictionary<string, ConnectionSettings> { ["source"] = Source, ["target"] = Target }),
            parameters,
            redactor,
            tell ?? (line => told.Add(line))
        );
}
