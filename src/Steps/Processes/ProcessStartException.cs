namespace PlanRunner.Steps.Processes;

/// <summary>A child could not be started at all, so it certainly did nothing.</summary>
internal sealed class ProcessStartException(string message, string help, Exception? inner = null) : Exception(message, inner)
{
    public string HelpText { get; } = help;

    /// <summary>True where the system refused its variables and arguments for their length.</summary>
    public bool TooLong { get; init; }

    /// <param name="message">The fact.</param>
    /// <param name="help">The remedy.</param>
    /// <param name="inner">What the system said.</param>
    public static ProcessStartException Of(string message, string help, Exception? inner = null) => new(message, help, inner);
}
