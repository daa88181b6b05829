namespace PlanRunner.Runner.Reporting;

/// <summary>The streams of this process, and whether terminals are at their ends.</summary>
internal sealed class ProcessConsole : CommandConsole
{
    private readonly Lazy<UnfailingWriter> results = new(() => new UnfailingWriter(Console.Out));
    private readonly Lazy<UnfailingWriter> errors = new(() => new UnfailingWriter(Console.Error));

    public override TextWriter Results => Console.Out;

    public override Exception? LostResult => results.IsValueCreated ? results.Value.Lost : null;

    public override Output Open(OutputOptions options, TimeProvider time)
    {
        var screen = Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        var coloured = !options.NoColour && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var terminal = !Console.IsErrorRedirected && screen;
        var resultTerminal = !Console.IsOutputRedirected && screen;
        return new Output(results.Value, errors.Value, terminal && coloured, terminal, options.Quiet, options.Verbose)
        {
            Within = options.Within,
            ResultColour = resultTerminal && coloured,
            ResultWidth = resultTerminal ? Math.Max(40, Console.WindowWidth) : null,
            Input = Console.IsInputRedirected ? null : new LateReader(),
            Time = time,
            Folder = options.Folder,
        };
    }

    // Opening stdin is work, and changes the terminal: only where a person is asked.
    private sealed class LateReader : TextReader
    {
        public override string? ReadLine() => Console.In.ReadLine();
    }
}
