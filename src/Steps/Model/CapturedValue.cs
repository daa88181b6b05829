namespace PlanRunner.Steps.Model;

/// <summary>A value that a step read during the run: its own Postgres type (<c>pg_lsn</c>) and its text.</summary>
internal sealed record CapturedValue(string Type, string Text);
