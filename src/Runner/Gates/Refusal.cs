using PlanRunner.Source;

namespace PlanRunner.Runner.Gates;

/// <summary>Why a command does not do what was asked, as a value: whoever decides returns it, only <c>Output</c> prints it.</summary>
/// <param name="ExitCode">The exit code of docs/exit-codes.md.</param>
internal sealed record Refusal(int ExitCode)
{
    /// <summary>What blocks it, in order; empty where a phase has already reported what it found.</summary>
    public IReadOnlyList<Diagnostic> Reasons { get; init; } = [];

    /// <summary>The reasons are all that a phase found: each is followed by an empty line, and then their number.</summary>
    public bool Counted { get; init; }

    /// <summary>A sentence without a number, where nothing is wrong: a person declined, or cancelled.</summary>
    public string? Said { get; init; }

    /// <summary>The remedy for all of the reasons together.</summary>
    public string? Help { get; init; }

    /// <summary>The command to run next.</summary>
    public string? Next { get; init; }

    public static Refusal Of(int exitCode, string id, string message, string? help = null) =>
        new(exitCode) { Reasons = [Diagnostic.Error(id, message, null, help)] };

    /// <summary>Everything that a phase found.</summary>
    public static Refusal Found(int exitCode, IEnumerable<Diagnostic> diagnostics) =>
        new(exitCode) { Reasons = [.. diagnostics], Counted = true };

    /// <summary>A reason at a place whose line does not show it.</summary>
    public static Diagnostic At(Place place, string id, string message, string? help = null) =>
        Diagnostic.Error(id, message, place, help) with
        {
            HidesSource = true,
        };

    /// <summary>With what has to be done first.</summary>
    public Refusal With(Advice advice) => this with { Help = advice.Help, Next = advice.Next };
}
