namespace PlanRunner.Runner.State;

/// <summary>A file is far larger than any state, or has no end, such as a device.</summary>
internal sealed class StateSizeException(string message) : IOException(message);
