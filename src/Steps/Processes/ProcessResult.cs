namespace PlanRunner.Steps.Processes;

/// <summary>
/// How a child ended. An exit code of 128 + n says that signal n ended it. Output holds as much as the command asked to keep,
/// from its beginning.
/// </summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    /// <summary>True where more was printed on standard output than was kept.</summary>
    public bool Truncated { get; init; }

    /// <summary>True where the child was stopped for that, so that its exit code says nothing.</summary>
    public bool StoppedFull { get; init; }

    /// <summary>True where something that the child left behind still held its output open when it was no longer waited for.</summary>
    public bool OutputHeldOpen { get; init; }

    public bool Ok => ExitCode == 0;
}
