namespace PlanRunner.Runner.State;

/// <summary>The journal cannot be written. Whatever is done from here on could not be recorded, so nothing may be done.</summary>
internal sealed class StateWriteException(string message, Exception? inner = null) : IOException(message, inner);
