using PlanRunner.Source;
using Spectre.Console;

namespace PlanRunner.Runner.Reporting;

/// <summary>The two streams of a command: results on stdout, progress and diagnostics on stderr. The only place that writes to them.</summary>
internal sealed class Output
{
    private static readonly Lazy<UnfailingWriter> ProcessResults = new(() => new UnfailingWriter(Console.Out));
    private static readonly Lazy<UnfailingWriter> ProcessErrors = new(() => new UnfailingWriter(Console.Error));

    private const int NoFold = 1_000_000;

    private readonly TextWriter results;
    private readonly AnsiConsoleOutput? screen;
    private readonly DiagnosticPrinter printer = new(Directory.GetCurrentDirectory());

    public Output(TextWriter results, TextWriter errors, bool colour, bool terminal, bool quiet, bool verbose)
    {
        this.results = results;
        Quiet = quiet;
        Verbose = verbose;
        Terminal = terminal;
        Errors = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(errors),
        });
        screen = terminal ? new AnsiConsoleOutput(errors) : null;
        // Folding is ours: between words, and never in what is copied.
        Errors.Profile.Width = NoFold;
    }

    /// <summary>Held while something is written.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>The line of the terminal that gives way to every line that stays.</summary>
    internal LiveLine? Live { get; set; }

    public bool Quiet { get; }

    public bool Verbose { get; }

    /// <summary>stdout is a terminal that wants colours.</summary>
    public bool ResultColour { get; init; }

    /// <summary>Columns of the terminal that stdout is; null where it is none, and nothing is folded.</summary>
    public int? ResultWidth { get; init; }

    private bool Within { get; init; }

    /// <summary>stderr is a terminal: live lines make sense.</summary>
    public bool Terminal { get; }

    public IAnsiConsole Errors { get; }

    /// <param name="quiet">Only results and what people must see.</param>
    /// <param name="verbose">Also what is seldom looked at.</param>
    /// <param name="noColour">No colours.</param>
    /// <param name="within">A command of another one, which tells itself what to type next.</param>
    public static Output ForProcess(bool quiet, bool verbose, bool noColour, bool within = false)
    {
        var terminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        var colour = terminal && !noColour && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var resultTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        return new Output(ProcessResults.Value, ProcessErrors.Value, colour, terminal, quiet, verbose)
        {
            Within = within,
            ResultColour = resultTerminal && !noColour && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            ResultWidth = resultTerminal ? Math.Max(40, Console.WindowWidth) : null,
        };
    }

    /// <summary>Why a result of this process did not reach stdout; null where all did.</summary>
    public static Exception? LostResult => ProcessResults.IsValueCreated ? ProcessResults.Value.Lost : null;

    public void Result(string text) => Commands(WorkflowCommand.Harmless(text));

    /// <summary>A result that is made of commands of a workflow.</summary>
    public void Commands(string text) => Raw(text.EndsWith('\n') ? text : text + "\n");

    /// <summary>A result to the letter, without a line ending of ours.</summary>
    public void Raw(string text)
    {
        lock (Gate)
        {
            Live?.Clear();
            results.Write(text);
        }
    }

    /// <summary>A line of progress; not shown with <c>--quiet</c>.</summary>
    public void Progress(string text, string? style = null)
    {
        if (!Quiet)
            Error(text, style);
    }

    /// <summary>Diagnostics with their snippets, and how many there are.</summary>
    public void Print(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        foreach (var (line, isProse) in printer.Parts(diagnostics))
            Write(line, null, isProse);
    }

    public void Print(Diagnostic diagnostic, string? style = null)
    {
        foreach (var (line, isProse) in printer.Parts(diagnostic))
            Write(line, style, isProse);
    }

    /// <summary>A line that people must see.</summary>
    public void Error(string text, string? style = null) => Write(text, style, isProse: true);

    /// <summary>Columns of the terminal that stderr is; null where it is none.</summary>
    internal int? ErrorWidth => screen is null ? null : Math.Max(20, screen.Width);

    private void Write(string text, string? style, bool isProse)
    {
        if (Within && WithoutNext(text) is var less && less != text)
        {
            if (less.Length > 0)
                Write(less, style, isProse);
            return;
        }

        var harmless = WorkflowCommand.Harmless(text);
        var shown = isProse && ErrorWidth is { } width ? string.Join('\n', WordFold.Told(harmless, width)) : harmless;
        lock (Gate)
        {
            Live?.Clear();
            Errors.Write(new Text(shown + "\n", style is null ? Style.Plain : Style.Parse(style)) { Overflow = Overflow.Fold });
        }
    }

    private static string WithoutNext(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("next: ", StringComparison.Ordinal)));

    private static string? ReadLine()
    {
        try
        {
            return Console.In.ReadLine();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<string?> AnswerAsync(Output output, string question, CancellationToken cancellationToken)
    {
        var live = output.Live;
        live?.Hold(true);
        try
        {
            output.Error($"{question} [y/N] ", "bold");
            // The console reads on its caller's thread and hears of no cancellation meanwhile.
            return await Task.Run(ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        }
        finally
        {
            live?.Hold(false);
        }
    }

    /// <summary>A question with yes or no, at the terminal; null where there is none.</summary>
    public static Func<string, CancellationToken, Task<bool>>? Asker(Output output) => Console.IsInputRedirected || !output.Terminal
        ? null
        : async (question, cancellationToken) =>
        {
            var answer = await AnswerAsync(output, question, cancellationToken);
            // A terminal that was closed says so before the signal of it arrives, and nobody has declined.
            if (answer is null)
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            return answer?.Trim().ToLowerInvariant() is "y" or "yes";
        };
}
