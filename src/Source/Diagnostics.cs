using System.Collections;

namespace PlanRunner.Source;

/// <summary>All that a phase found, reported at once and in order of place.</summary>
internal sealed class Diagnostics : IReadOnlyCollection<Diagnostic>
{
    private readonly List<Diagnostic> found = [];
    private readonly Stack<Place> steps = [];

    public int Count => found.Count;

    public bool HasErrors => found.Exists(d => d.Severity == Severity.Error);

    public void Add(Diagnostic diagnostic) => found.Add(Included(diagnostic));

    /// <summary>Works on a step: what is found meanwhile in a file other than the step's is reported with the step's place.</summary>
    public T Of<T>(Place step, Func<T> work)
    {
        steps.Push(step);
        try
        {
            return work();
        }
        finally
        {
            steps.Pop();
        }
    }

    public void Error(string id, string message, Place? place, string? help = null) => Add(Diagnostic.Error(id, message, place, help));

    public void Warning(string id, string message, Place? place, string? help = null) =>
        Add(new Diagnostic(id, Severity.Warning, message, place, help));

    public void AddRange(IEnumerable<Diagnostic> diagnostics) => found.AddRange(diagnostics.Select(Included));

    public IEnumerator<Diagnostic> GetEnumerator() =>
        Once().OrderBy(d => d.Place.HasValue).ThenBy(d => d.Place).ThenBy(d => d.Id, StringComparer.Ordinal).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Diagnostic Included(Diagnostic diagnostic) =>
        diagnostic.IncludedFrom.Count == 0
        && steps.TryPeek(out var step)
        && diagnostic.Place is { } place
        && place.Source.Path != step.Source.Path
            ? diagnostic with
            {
                IncludedFrom = [step],
            }
            : diagnostic;

    // A mistake in a file that several steps include is one mistake.
    private IEnumerable<Diagnostic> Once() =>
        found
            .GroupBy(d => d with { IncludedFrom = [] })
            .Select(same =>
                same.SelectMany(d => d.IncludedFrom).Distinct().Order().ToList() is { Count: > 0 } from
                    ? same.Key with
                    {
                        IncludedFrom = from,
                    }
                    : same.Key
            );
}
