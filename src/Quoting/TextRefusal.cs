namespace PlanRunner.Quoting;

/// <summary>Why a piece of text is not allowed where an expression wrote it, and what to write instead.</summary>
internal sealed record TextRefusal(string Id, string Message, string Help);
