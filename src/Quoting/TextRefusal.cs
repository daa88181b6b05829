namespace PlanRunner.Quoting;

/// <summary>Why a piece of text may not stand where an expression wrote it, and what to write instead.</summary>
internal sealed record TextRefusal(string Id, string Message, string Help);
