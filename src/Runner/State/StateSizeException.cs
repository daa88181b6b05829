namespace PlanRunner.Runner.State;

/// <summary>A file is far larger than any state, or endless, such as a device.</summary>
internal sealed class StateSizeException(string message) : IOException(message);
