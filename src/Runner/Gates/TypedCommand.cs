using PlanRunner.Runner.Execution;

namespace PlanRunner.Runner.Gates;

/// <summary>The command line, as far as a gate asks for it.</summary>
/// <param name="Name">The command, such as <c>apply</c>.</param>
/// <param name="Arguments">How this plan and environment are named.</param>
/// <param name="Again">The same with all other options.</param>
internal sealed record TypedCommand(string Name, CommandArguments Arguments, CommandArguments Again)
{
    /// <summary>The command for a rehearsal of it.</summary>
    public required CommandArguments Rehearsed { get; init; }

    public bool FirstRun { get; init; }

    public bool Yes { get; init; }

    public string? Until { get; init; }

    /// <summary>Of an undo: the last step that stays.</summary>
    public string? To { get; init; }

    public IReadOnlyList<string> Past { get; init; } = [];

    public IReadOnlyList<string> Confirmed { get; init; } = [];

    public string? ExpectFingerprint { get; init; }

    public string? Approved { get; init; }

    /// <summary>To be run again, with additional options.</summary>
    public string Whole => $"planrunner {Name} {Again}";

    /// <summary>Shows what it would do, and saves it.</summary>
    public string Look => Name == "undo" ? $"{Whole} --dry-run" : $"planrunner dry-run {Arguments}";
}
