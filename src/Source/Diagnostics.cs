using System.Collections;

namespace PlanRunner.Source;

/// <summary>All that a phase found, told at once and in order of place.</summary>
public sealed class Diagnostics : IReadOnlyCollection<Diagnostic>
{
    private readonly List<Diagnostic> found = [];

    public int Count => found.Count;

    public bool HasErrors => found.Exists(d => d.Severity == Severity.Error);

    public void Add(Diagnostic diagnostic) => found.Add(diagnostic);

    public void Error(string id, string message, Place? place, string? help = null) =>
        found.Add(Diagnostic.Error(id, message, place, help));

    public void Warning(string id, string message, Place? place, string? help = null) =>
        found.Add(new Diagnostic(id, Severity.Warning, message, place, help));

    public void AddRange(IEnumerable<Diagnostic> diagnostics) => found.AddRange(diagnostics);

    public IEnumerator<Diagnostic> GetEnumerator() =>
        found.Distinct().OrderBy(d => d.Place.HasValue).ThenBy(d => d.Place).ThenBy(d => d.Id, StringComparer.Ordinal).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
