namespace PlanRunner.Steps.Processes;

/// <summary>A child process to run: argv, never a command line, so that nothing in it is split or expanded.</summary>
internal sealed record ProcessCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables laid over the runner's own environment; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string? WorkingDirectory { get; init; }

    /// <summary>What the child reads; null gives it an empty input, never the runner's terminal.</summary>
    public string? StandardInput { get; init; }

    /// <summary>Called for every line as it comes, from one thread at a time for each of the two streams.</summary>
    public Action<string>? OnOutput { get; init; }

    public Action<string>? OnError { get; init; }

    /// <summary>How many characters of each stream are kept for the result; 0 keeps none.</summary>
    public int Keep { get; init; } = 1 << 20;

    /// <summary>True where a child is stopped that prints more than is kept on its standard output: a part of it is of no use.</summary>
    public bool StopsWhenFull { get; init; }

    /// <summary>By which what the child starts is found where it left its group; null where nothing is to be found again.</summary>
    public ProcessMark? Mark { get; init; }

    /// <summary>Called with what is done about processes that left the group, when the child is stopped.</summary>
    public Action<string>? OnStopping { get; init; }

    public static ProcessCommand Of(string program, params IEnumerable<string> arguments) => new(program, [.. arguments]);
}
