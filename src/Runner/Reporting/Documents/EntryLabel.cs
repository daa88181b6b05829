namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>A word that promises something of an entry; the promise is null where the word says it all.</summary>
internal sealed record EntryLabel(string Word, string? Promise);
