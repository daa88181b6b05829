namespace PlanRunner.Quoting;

/// <summary>The error for a piece that is not allowed where it is in SQL, and what to write instead.</summary>
internal static class SqlRemedies
{
    public static TextRefusal GluedNumber { get; } =
        new(
            "PR4303",
            "a number touches the text next to it",
            "only digits may continue a name: put a space between them, or build the name first: {{ 'name_' + n | sql.ident }}"
        );

    public static TextRefusal NotFinite { get; } =
        new("PR4303", "a number that is not finite reads as a name in SQL", "add | sql.literal, which makes 'NaN' or 'Infinity' of it");

    public static TextRefusal DoubleMinus { get; } =
        new(
            "PR4303",
            "a negative number directly follows an operator, and its minus would become part of that operator (-- begins a comment)",
            "put a space between them"
        );

    public static TextRefusal LooseMinus { get; } =
        new(
            "PR4303",
            "the minus of a negative number is applied after what follows it: -1::text is -(1::text)",
            "put it in parentheses: ({{ n }})::bigint"
        );

    public static TextRefusal Subtraction { get; } =
        new(
            "PR4303",
            "the minus of a negative number would subtract it from what precedes it",
            "write the operator between them, or put the number in parentheses: ({{ n }})"
        );

    public static TextRefusal ValueAsCode { get; } =
        new(
            "PR4305",
            "a value would run as code",
            "in the code that is quoted here, quote each value separately: "
                + "{{ capture body }}… {{ value | sql.literal }} …{{ end }}{{ body | sql.literal }}; "
                + "or add | raw to the value if it is code on purpose"
        );

    public static TextRefusal ValueAsScript { get; } =
        new(
            "PR4305",
            "a value would run as code",
            "in the script that is quoted here, quote each value for the shell: "
                + "{{ capture script }}… {{ value | sh.quote }} …{{ end }}{{ script | sql.literal }}; "
                + "or add | raw to the value if it is script on purpose"
        );

    public static TextRefusal ValueAsForeignCode { get; } =
        new(
            "PR4305",
            "a value would run as code in a language that has no quoting function",
            "pass the value as an argument of the function or as a setting, or add | raw to it if it is code on purpose"
        );

    public static TextRefusal ValueAsDynamicCode { get; } =
        new(
            "PR4305",
            "a value would run as code",
            "pass the value after USING and write $1 for it; or quote all of what runs, and each value in it separately: "
                + "{{ capture q }}DROP TABLE {{ name | sql.ident }}{{ end }}EXECUTE {{ q | sql.literal }}"
        );

    public static TextRefusal ValueAsLibrary { get; } =
        new(
            "PR4305",
            "a value would decide which library the server loads",
            "write its name into the template, or add | raw to the value if that is on purpose"
        );

    public static TextRefusal Null { get; } =
        new("PR4308", "the value is null, so nothing would be written here", "add | sql.literal for NULL, or ?? and a default");

    public static TextRefusal SecretRaw { get; } =
        new(
            "PR4306",
            "a secret is written as raw, and its text would decide how the SQL is parsed",
            "quote it: | sql.literal for a value, | sql.ident for a name"
        );

    public static TextRefusal InRows { get; } =
        new(
            "PR4301",
            "a value is used in the rows of a COPY, which are data, not a template",
            "use INSERT with | sql.literal, or write the rows literally"
        );

    private const string String = "a string";
    private const string QuotedName = "a quoted name";
    public const string Comment = "a comment";
    private const string Body = "the body of a dollar quote";

    public static TextRefusal Inside(string form, string place) =>
        new(
            "PR4301",
            $"the output of {Function(form)} is inside {place}",
            place switch
            {
                Comment => "leave it out of the comment; the step's title and description are for people",
                Body => "quote the body as a whole: {{ capture body }}…{{ end }}{{ body | sql.literal }} in place of $$…$$",
                QuotedName => "build the whole name: {{ 'name_' + value | sql.ident }} in place of \"…\"",
                _ when form == "sql.ident" =>
                    "quote the name as a name and then as a value: {{ value | sql.ident | sql.literal }} in place of '…'",
                _ when form == "sql.list" => "write the list alone, outside quotes: IN ({{ value | sql.list }})",
                _ when form == "sql.conninfo" => "write it alone, in place of '…': it adds its own quotes",
                _ => "build the whole string: {{ 'text ' + value | sql.literal }} in place of '…'",
            }
        );

    /// <summary>What to write in place of the text that contains an unquoted value.</summary>
    /// <param name="place">What it is inside.</param>
    /// <param name="before">From its quote up to the value.</param>
    /// <param name="after">From the value on to its closing quote.</param>
    public static string Whole(string place, string before, string after)
    {
        if (place is not (String or QuotedName))
            return Inside("sql.literal", place).Help;
        var (function, quote) = place == QuotedName ? ("sql.ident", '"') : ("sql.literal", '\'');
        var isPlain =
            before.Length > 0
            && before[0] == quote
            && after.Length > 0
            && after[^1] == quote
            && !$"{before[1..]}{after[..^1]}".AsSpan().ContainsAny("'\"\\{}\n");
        var (left, right) = isPlain ? (before[1..], after[..^1]) : ("text ", "");
        string[] parts = [left.Length > 0 ? $"'{left}' + " : "", "value", right.Length > 0 ? $" + '{right}'" : ""];
        return $"build all of it, including its quotes: {{{{ {string.Concat(parts)} | {function} }}}} in place of {quote}…{quote}";
    }

    public static TextRefusal Touching(string form) =>
        new(
            "PR4302",
            $"the output of {Function(form)} touches the text next to it and would merge with it",
            form switch
            {
                "sql.ident" => "put a space between them, or build one name: {{ 'name_' + value | sql.ident }}",
                _ => "put a space between them, or build one string: {{ one + other | sql.literal }}; E, U&, B, X and N are not needed",
            }
        );

    public static TextRefusal SideBySide(string form) =>
        new(
            "PR4302",
            $"the output of {Function(form)} is next to a string, and SQL joins the two across a line break",
            "join them with ||, or make one string: {{ 'text ' + value | sql.literal }}"
        );

    /// <summary>The function that made a piece of this form.</summary>
    public static string Function(string form) => form is SqlQuotes.Code or SqlQuotes.Script or SqlQuotes.Words ? "sql.literal" : form;

    /// <summary>What begins with these characters and is not at its end.</summary>
    public static string Name(ReadOnlySpan<char> opening)
    {
        if (opening.StartsWith("/*", StringComparison.Ordinal))
            return Comment;
        if (opening[0] == '$')
            return Body;
        return opening[0] == '"' || opening.Slice(1).StartsWith("&\"", StringComparison.Ordinal) ? QuotedName : String;
    }
}
