using PlanRunner.Runner.Gates;
using PlanRunner.Source;
using Spectre.Console;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// The two streams of a command: results on stdout, progress and diagnostics on stderr. The only place that writes to them.
/// </summary>
internal sealed class Output
{
    private const int NoFold = 1_000_000;

    private readonly TextWriter results;
    private readonly AnsiConsoleOutput? screen;
    private DiagnosticPrinter? printer;

    public Output(TextWriter results, TextWriter errors, bool colour, bool terminal, bool quiet, bool verbose)
    {
        this.results = results;
        Quiet = quiet;
        Verbose = verbose;
        Terminal = terminal;
        Errors = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
                Out = new AnsiConsoleOutput(errors),
            }
        );
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

    /// <summary>The output is of a nested command; the outer one suggests the next command itself.</summary>
    internal bool Within { get; init; }

    /// <summary>Where a person answers; null without one.</summary>
    internal TextReader? Input { get; init; }

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Paths below it are shown relative to it.</summary>
    internal string Folder { get; init; } = Directory.GetCurrentDirectory();

    private DiagnosticPrinter Printer => printer ??= new DiagnosticPrinter(Folder);

    /// <summary>stderr is a terminal: live lines make sense.</summary>
    public bool Terminal { get; }

    public IAnsiConsole Errors { get; }

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
        foreach (var (line, isProse) in Printer.Parts(diagnostics))
            Write(line, null, isProse);
    }

    public void Print(Diagnostic diagnostic, string? style = null)
    {
        foreach (var (line, isProse) in Printer.Parts(diagnostic))
            Write(line, style, isProse);
    }

    /// <summary>Why nothing is done, and what to do about it; the exit code.</summary>
    internal int Refuse(Refusal refusal)
    {
        if (refusal.Counted)
            Print(refusal.Reasons);
        foreach (var reason in refusal.Counted ? [] : refusal.Reasons)
            Tell(reason);
        if (refusal.Said is { } said)
            Error(said);
        Advise(new Advice(refusal.Help, refusal.Next));
        return refusal.ExitCode;
    }

    /// <summary>One of them without a count, a warning in its colour.</summary>
    internal void Tell(Diagnostic diagnostic) => Print(diagnostic, diagnostic.Severity == Severity.Warning ? "yellow" : null);

    /// <summary>What to look at, and the command to type next.</summary>
    internal void Advise(Advice advice)
    {
        if (advice.Help is { } help)
            Error($"  help: {help}");
        if (advice.Next is { } next)
            Error($"next: {next}");
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

        // What a program or a server printed may hold what a terminal, and who reads a log in one, would obey.
        var harmless = WorkflowCommand.Harmless(HiddenCharacters.Show(text));
        var shown = isProse && ErrorWidth is { } width ? string.Join('\n', WordFold.Told(harmless, width)) : harmless;
        lock (Gate)
        {
            Live?.Clear();
            Errors.Write(new Text(shown + "\n", style is null ? Style.Plain : Style.Parse(style)) { Overflow = Overflow.Fold });
        }
    }

    private static string WithoutNext(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("next: ", StringComparison.Ordinal)));

    private string? ReadLine()
    {
        try
        {
            return Input!.ReadLine();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<string?> AnswerAsync(string question, CancellationToken cancellationToken)
    {
        var live = Live;
        live?.Hold(true);
        try
        {
            Error($"{question} [y/N] ", "bold");
            // The console reads on its caller's thread and hears of no cancellation meanwhile.
            return await Task.Run(ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        }
        finally
        {
            live?.Hold(false);
        }
    }

    /// <summary>A question with yes or no, at the terminal; null where there is none.</summary>
    internal Func<string, CancellationToken, Task<bool>>? Asker =>
        Input is null || !Terminal
            ? null
            : async (question, cancellationToken) =>
            {
                var answer = await AnswerAsync(question, cancellationToken);
                // A terminal that was closed says so before the signal of it arrives, and nobody has declined.
                if (answer is null)
                    await Task.Delay(TimeSpan.FromSeconds(1), Time, cancellationToken);
                return answer?.Trim().ToLowerInvariant() is "y" or "yes";
            };
}
