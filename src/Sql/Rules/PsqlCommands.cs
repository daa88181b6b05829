using PlanRunner.Sql.Findings;

namespace PlanRunner.Sql.Rules;

/// <summary>Commands of psql, which no server understands, and what a plan has in their place.</summary>
internal static class PsqlCommands
{
    private const string Variable =
        "declare it under variables: in the plan and write {{ name | sql.literal }}, or {{ name | sql.ident }} for a name";
    private const string Display = "leave it out: it says how psql shows a result, and a step shows none";
    private const string Condition = "a step that runs only sometimes says when: CONDITION; inside a text it is {{ if … }} … {{ end }}";
    private const string Output =
        "leave it out; rows that are to be kept in a file are written by psql in a shell step with with_connections:";
    private const string Included = "make a step of it with file: NAME, in the order in which the files are to run";

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
        ["gset"] = "capture: [COLUMN] keeps it; a later step takes it with params: { name: STEP.COLUMN } and writes :name",
        ["c"] = "a step names its database with on: CONNECTION; make a step of what comes after it (of a dump: make it without --create)",
        ["connect"] =
            "a step names its database with on: CONNECTION; make a step of what comes after it (of a dump: make it without --create)",
        ["copy"] =
            "write COPY … FROM stdin; with the rows below it and \\. on a line of its own, or run psql in a shell step with with_connections:",
        ["echo"] = "a step says what it does in title: and description:",
        ["qecho"] = "a step says what it does in title: and description:",
        ["warn"] = "a step says what it does in title: and description:",
        ["gexec"] = "make a generate step of it: it runs each row of its query as a statement, and remembers which are done",
        ["if"] = Condition,
        ["elif"] = Condition,
        ["else"] = Condition,
        ["endif"] = Condition,
        ["watch"] = "a wait step asks until: its condition holds",
        ["!"] = "make a shell step of it: shell: { run: … }",
        ["cd"] = "a shell step says cwd:",
        ["g"] = "end the statement with ;",
        ["gx"] = "end the statement with ;",
        ["o"] = Output,
        ["out"] = Output,
        ["w"] = Output,
        ["write"] = Output,
        ["q"] = "leave it out; a step ends with its text",
        ["quit"] = "leave it out; a step ends with its text",
        ["timing"] = "leave it out; how long each step took is in the report and in planrunner status",
        ["encoding"] = "leave it out: text is sent as UTF-8",
        ["password"] = "write ALTER ROLE … PASSWORD {{ name | sql.literal }} with a secret of the plan",
        ["."] = "it ends the rows of a COPY … FROM stdin; and stands alone on its line: there is no such COPY above it",
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
            return "leave it out: a step ends at the first error, and is rolled back";
        if (Remedies.TryGetValue(command, out var remedy))
            return remedy;
        if (command.StartsWith("lo_", StringComparison.Ordinal))
            return "write SELECT lo_import(…) for a file of the server, or run psql in a shell step with with_connections:";
        return Displays.Contains(command) || command.StartsWith('d') || command is "l" or "z" or "sf" or "sv"
            ? Display
            : "leave out the \\ command; connections, files and variables are the plan's";
    }
}
