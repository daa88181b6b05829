namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>Many small texts to the letter, each under its key; where there is little room the first and the last say enough.</summary>
internal sealed record Listing(string Title, string Language, IReadOnlyList<KeyValuePair<string, string>> Items) : Block;
