namespace PlanRunner.Quoting;

/// <summary>A word of a script, without its quotes.</summary>
/// <param name="Text">As the shell takes it, as far as that is known.</param>
/// <param name="Raw">As it is written.</param>
internal sealed record ScriptWord(string Text, string Raw)
{
    /// <summary>The shell puts something in it that nobody knows before it runs: a variable, output of a command, files that fit.</summary>
    public bool Expands { get; init; }

    /// <summary>It stands for the files that fit.</summary>
    public bool Globs { get; init; }

    /// <summary>What stands behind &gt;.</summary>
    public bool Written { get; init; }

    public bool HasPath => Text.Contains('/', StringComparison.Ordinal);
}
