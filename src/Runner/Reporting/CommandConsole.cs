namespace PlanRunner.Runner.Reporting;

/// <summary>What a command reads answers from and writes to: the streams of the process, or a test's.</summary>
internal abstract class CommandConsole
{
    /// <summary>That of this process.</summary>
    public static CommandConsole OfProcess { get; } = new ProcessConsole();

    /// <summary>Where help is written.</summary>
    public abstract TextWriter Results { get; }

    /// <summary>Why a result did not reach its reader; null where all did.</summary>
    public abstract Exception? LostResult { get; }

    public abstract Output Open(OutputOptions options, TimeProvider time);
}
