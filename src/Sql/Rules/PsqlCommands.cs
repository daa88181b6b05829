using PlanRunner.Sql.Findings;

namespace PlanRunner.Sql.Rules;

/// <summary>Commands of psql, which no server understands, and what a plan has in their place.</summary>
internal static class PsqlCommands
{
    private const string Variable =
        "declare it under variables: in the plan and write {{ name | sql.literal }}, or {{ name | sql.ident }} for a name";
    private const string Display = "remove it: it formats psql output, and a step shows no result";
    private const string Condition = "use when: CONDITION on the step; inside a text, {{ if … }} … {{ end }}";
    private const string Output = "remove it; to write rows to a file, run psql in a shell step with with_connections:";
    private const string Included = "make it a step with file: NAME, in the order in which the files should run";

    private static readonly Dictionary<string, string> Remedies = new(StringComparer.Ordinal)
    {
        ["i"] = Included,
        ["ir"] = Included,
        ["include"] = Included,
        ["include_relative"] = Included,
        ["set"] = Variable,
        ["unset"] = Variable,
        ["prompt"] = Variable,
        ["getenv"] = Variable,
        ["setenv"] = "set it for a shell step under env:",
        ["gset"] = "capture: [COLUMN] keeps it; a later step uses it with params: { name: STEP.COLUMN } and writes :name",
        ["c"] = "a step selects its database with on: CONNECTION; put what follows into another step (of a dump: pg_dump without --create)",
        ["connect"] =
            "a step selects its database with on: CONNECTION; put what follows into another step (of a dump: pg_dump without --create)",
        ["copy"] =
            "write COPY … FROM stdin; with the rows below it and \\. on its own line, or run psql in a shell step with with_connections:",
        ["echo"] = "use title: and description: of the step",
        ["qecho"] = "use title: and description: of the step",
        ["warn"] = "use title: and description: of the step",
        ["gexec"] = "use a generate step: it runs each row of its query as a statement, and records which are done",
        ["if"] = Condition,
        ["elif"] = Condition,
        ["else"] = Condition,
        ["endif"] = Condition,
        ["watch"] = "use a wait step: it polls until its condition holds",
        ["!"] = "use a shell step: shell: { run: … }",
        ["cd"] = "use cwd: of a shell step",
        ["g"] = "end the statement with ;",
        ["gx"] = "end the statement with ;",
        ["o"] = Output,
        ["out"] = Output,
        ["w"] = Output,
        ["write"] = Output,
        ["q"] = "remove it; a step ends with its text",
        ["quit"] = "remove it; a step ends with its text",
        ["timing"] = "remove it; the report and planrunner status show how long each step took",
        ["encoding"] = "remove it: text is sent as UTF-8",
        ["password"] = "write ALTER ROLE … PASSWORD {{ name | sql.literal }} with a secret of the plan",
        ["."] = "it ends the rows of a COPY … FROM stdin; and must be alone on its line: there is no such COPY above it",
        ["errverbose"] = Display,
        ["bind"] = "write the value, or params: and :name",
        ["parse"] = "write PREPARE, or the statement itself",
    };

    private static readonly string[] Displays =
    [
        "pset",
        "x",
        "a",
        "t",
        "H",
        "f",
        "C",
        "T",
        "gdesc",
        "crosstabview",
        "p",
        "r",
        "s",
        "conninfo",
        "h",
        "?",
    ];

    /// <summary>What pg_dump writes around its text for psql alone.</summary>
    public static bool IsPassedOver(string command) => command is "restrict" or "unrestrict";

    /// <summary>The name of the command in <c>\name words</c>.</summary>
    public static string Name(ReadOnlySpan<char> raw)
    {
        if (raw.Length > 1 && !char.IsAsciiLetter(raw[1]))
            return raw[1..2].ToString();
        var end = 1;
        while (end < raw.Length && (char.IsAsciiLetterOrDigit(raw[end]) || raw[end] == '_'))
            end++;
        return raw[1..end].ToString();
    }

    public static string Remedy(string command, string raw)
    {
        if (command == "set" && raw.Contains("ON_ERROR", StringComparison.Ordinal))
            return "remove it: a step stops at the first error, and is rolled back";
        if (Remedies.TryGetValue(command, out var remedy))
            return remedy;
        if (command.StartsWith("lo_", StringComparison.Ordinal))
            return "write SELECT lo_import(…) for a file of the server, or run psql in a shell step with with_connections:";
        return Displays.Contains(command) || command.StartsWith('d') || command is "l" or "z" or "sf" or "sv"
            ? Display
            : "remove the \\ command; connections, files and variables come from the plan";
    }
}
