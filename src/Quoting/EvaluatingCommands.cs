namespace PlanRunner.Quoting;

/// <summary>What shells evaluate although it is quoted: most of it is bash's, which <c>sh</c> is on many machines.</summary>
internal static class EvaluatingCommands
{
    private static readonly EvaluatingCommand Declaration = new()
    {
        Operands = true,
        Assigns = true,
        ValueOptions = "aAin",
    };
    private static readonly EvaluatingCommand Test = new() { Behind = ["-v", "-R"] };
    private static readonly EvaluatingCommand Lines = new()
    {
        Operands = true,
        NameOptions = "C",
        TextOptions = "cdnOsu",
    };
    private static readonly EvaluatingCommand Completion = new() { Operands = true, NameOptions = "ACFGPSVWXo" };

    public static IReadOnlyDictionary<string, EvaluatingCommand> All { get; } =
        new Dictionary<string, EvaluatingCommand>(StringComparer.Ordinal)
        {
            ["let"] = new() { Operands = true },
            ["declare"] = Declaration,
            ["typeset"] = Declaration,
            ["local"] = Declaration,
            ["export"] = Declaration,
            ["readonly"] = Declaration,
            ["unset"] = new() { Operands = true },
            ["read"] = new()
            {
                Operands = true,
                NameOptions = "a",
                TextOptions = "dinNptu",
            },
            ["mapfile"] = Lines,
            ["readarray"] = Lines,
            ["getopts"] = new() { Operands = true },
            ["printf"] = new() { NameOptions = "v" },
            ["wait"] = new() { NameOptions = "p" },
            ["test"] = Test,
            ["["] = Test,
            ["[["] = Test with { Beside = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"] },
            ["compgen"] = Completion,
            ["complete"] = Completion,
        };

    /// <summary>Variables whose values are evaluated: as arithmetic when they are set, or as text with commands in it when they are used.</summary>
    public static IReadOnlySet<string> Variables { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "RANDOM",
            "SRANDOM",
            "SECONDS",
            "OPTIND",
            "HISTCMD",
            "LINENO",
            "PS0",
            "PS1",
            "PS2",
            "PS4",
            "PROMPT_COMMAND",
            "ENV",
            "BASH_ENV",
        };

    /// <summary>Words before a command.</summary>
    public static IReadOnlySet<string> Before { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "if",
            "then",
            "else",
            "elif",
            "while",
            "until",
            "do",
            "!",
            "{",
            "time",
            "-p",
            "command",
            "builtin",
        };
}
