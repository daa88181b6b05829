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
    private static readonly EvaluatingCommand Loop = new() { Sets = 1, ValuesBehind = "in" };
    private static readonly EvaluatingCommand Lines = new()
    {
        Operands = true,
        Sets = 1,
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
            ["for"] = Loop,
            ["select"] = Loop,
            ["read"] = new()
            {
                Operands = true,
                Sets = int.MaxValue,
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

    /// <summary>Variables whose values are evaluated: as arithmetic when set, or as text with commands in it when used.</summary>
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

    /// <summary>Words before a command, or before variables that are set for one, with those of their options that take a word.</summary>
    public static IReadOnlyDictionary<string, string> Before { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["if"] = "",
            ["then"] = "",
            ["else"] = "",
            ["elif"] = "",
            ["while"] = "",
            ["until"] = "",
            ["do"] = "",
            ["!"] = "",
            ["{"] = "",
            ["time"] = "fo",
            ["command"] = "",
            ["builtin"] = "",
            ["exec"] = "a",
            ["env"] = "aCSu",
            ["nohup"] = "",
            ["nice"] = "n",
            ["setsid"] = "",
            ["sudo"] = "CDghpRrTtUu",
        };
}
