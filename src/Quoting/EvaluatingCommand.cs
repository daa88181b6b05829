namespace PlanRunner.Quoting;

/// <summary>
/// Which words of a command a shell evaluates once more, after their quotes are gone: as arithmetic, in which <c>a[$(command)]</c> runs
/// the command, or as the name of a variable, which may have such a subscript.
/// </summary>
internal sealed record EvaluatingCommand
{
    /// <summary>Words that are no options and belong to none.</summary>
    public bool Operands { get; init; }

    /// <summary>Of <c>name=value</c> only the name.</summary>
    public bool Assigns { get; init; }

    /// <summary>
    /// How many of the operands, counted from the first, name variables that the command sets from its other words: their values are
    /// evaluated where that variable's are. The words behind <see cref="NameOptions"/> name such variables in any case.
    /// </summary>
    public int Sets { get; init; }

    /// <summary>This word separates the variable that is set from its values; without it they are the script's own arguments.</summary>
    public string? ValuesBehind { get; init; }

    /// <summary>With one of these options the value too.</summary>
    public string ValueOptions { get; init; } = "";

    /// <summary>The words behind these options.</summary>
    public string NameOptions { get; init; } = "";

    /// <summary>Options whose words stay as they are.</summary>
    public string TextOptions { get; init; } = "";

    /// <summary>Words behind these operators.</summary>
    public IReadOnlyList<string> Behind { get; init; } = [];

    /// <summary>Words on either side of these operators.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    public bool IsTest => Behind.Count > 0;
}
