namespace PlanRunner.Quoting;

/// <summary>Tokens whose text a server runs, from the first to the last.</summary>
internal sealed record RunStretch(int First, int Last, RunText Run);
