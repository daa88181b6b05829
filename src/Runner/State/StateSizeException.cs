namespace PlanRunner.Runner.State;

/// <summary>A file is far larger than any state, or has no end, such as a device.</summary>
public sealed class StateSizeException(string message) : IOException(message);
