namespace PlanRunner.Steps.Model;

/// <summary>A file that a step names.</summary>
/// <param name="Name">From the plan's folder, else its full path.</param>
/// <param name="Fingerprint">Of its content; null where that is not looked at.</param>
/// <param name="Why">Why its content is not looked at, for people.</param>
internal sealed record FileContent(string Name, string? Fingerprint, string? Why = null);
