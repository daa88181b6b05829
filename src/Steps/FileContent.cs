namespace PlanRunner.Steps;

/// <summary>A file that a step names.</summary>
/// <param name="Name">From the plan's folder, else its full path.</param>
/// <param name="Fingerprint">Of its content; null where it lies outside the plan's folder and repository, or is too large to be read each time.</param>
public sealed record FileContent(string Name, string? Fingerprint);
