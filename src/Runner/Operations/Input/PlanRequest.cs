namespace PlanRunner.Runner.Operations.Input;

/// <summary>What is asked of a plan, whoever asks: a command line, or a rehearsal. Paths and values are as they were typed.</summary>
/// <param name="Command">The command that does it, such as <c>apply</c>.</param>
/// <param name="Plan">The plan's file or folder.</param>
internal sealed record PlanRequest(string Command, string Plan)
{
    /// <summary>A name in environments/ beside the plan, or a path; null where none was named.</summary>
    public string? Environment { get; init; }

    /// <summary>Each as name=value.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>The values of variables are those that the last run was given.</summary>
    public bool SameVariables { get; init; }

    public string? StatePath { get; init; }

    /// <summary>How long to wait for another run.</summary>
    public TimeSpan LockTimeout { get; init; }

    /// <summary>All else that decides what is done, each word quoted and behind a blank, to type it again.</summary>
    public string Rest { get; init; } = "";

    public bool FirstRun { get; init; }

    public bool Yes { get; init; }

    /// <summary>The last step or group to run.</summary>
    public string? Until { get; init; }

    /// <summary>Of an undo: the last step that stays.</summary>
    public string? To { get; init; }

    public IReadOnlyList<string> Past { get; init; } = [];

    public IReadOnlyList<string> Confirmed { get; init; } = [];

    public string? ExpectFingerprint { get; init; }

    public string? Approved { get; init; }

    /// <summary>How a review is shown, such as <c>text</c> or <c>json</c>.</summary>
    public string ReviewFormat { get; init; } = "text";

    /// <summary>Where to save it, too.</summary>
    public string? Out { get; init; }
}
