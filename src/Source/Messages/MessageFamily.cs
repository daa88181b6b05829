namespace PlanRunner.Source.Messages;

/// <summary>Messages that belong together, in the order of their ids.</summary>
/// <param name="Title">What they are about.</param>
internal sealed record MessageFamily(string Title, IReadOnlyList<RegisteredMessage> Messages);
