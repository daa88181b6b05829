namespace PlanRunner.Runner.Reviewing;

/// <summary>A step or a guarded group of one environment that is neither done nor waiting for its turn.</summary>
internal sealed record ComparedTrouble(string Path, string Status, string Sentence);
