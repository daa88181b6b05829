namespace PlanRunner.Steps;

/// <summary>The backend that runs a statement outside any transaction, to be found again after the runner died: it may run on.</summary>
public sealed record BackendPoint(string Connection, string SystemIdentifier, int Pid, string Start);
