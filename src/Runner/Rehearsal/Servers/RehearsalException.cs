using PlanRunner.Source;

namespace PlanRunner.Runner.Rehearsal.Servers;

/// <summary>A rehearsal cannot go on; the message says why, the help what to do, and the diagnostics where.</summary>
internal sealed class RehearsalException : Exception
{
    private const string Usual = "PR6401";

    public RehearsalException(string message, string? help = null)
        : this([Diagnostic.Error(Usual, message, null, help)]) { }

    /// <param name="diagnostics">What is wrong, each at its place.</param>
    public RehearsalException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join('\n', diagnostics.Select(d => d.Place is { } place ? $"{place}: {d.Message}" : d.Message))) =>
        Diagnostics = diagnostics;

    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
