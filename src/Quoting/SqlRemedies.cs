namespace PlanRunner.Quoting;

/// <summary>What is told about a piece that may not stand where it does in SQL, and what to write instead.</summary>
internal static class SqlRemedies
{
    public static TextRefusal GluedNumber { get; } =
        new(
            "PR4303",
            "a number is glued to what stands beside it",
            "only digits may go on with a name: leave a blank between them, or join them before: {{ 'name_' + n | sql.ident }}"
        );

    public static TextRefusal NotFinite { get; } =
        new("PR4303", "a number that is not finite reads as a name in SQL", "add | sql.literal, which makes 'NaN' or 'Infinity' of it");

    public static TextRefusal DoubleMinus { get; } =
        new(
            "PR4303",
            "a negative number stands right behind an operator, and its minus would become part of it (-- begins a comment)",
            "leave a blank between them"
        );

    public static TextRefusal LooseMinus { get; } =
        new(
            "PR4303",
            "the minus of a negative number comes after what stands behind it: -1::text is -(1::text)",
            "put it in parentheses: ({{ n }})::bigint"
        );

    public static TextRefusal Subtraction { get; } =
        new(
            "PR4303",
            "the minus of a negative number would subtract it from what stands before it",
            "write the operator between them, or put the number in parentheses: ({{ n }})"
        );

    public static TextRefusal ValueAsCode { get; } =
        new(
            "PR4305",
            "a value would run as code",
            "in the code that is quoted here quote each value by itself: {{ capture body }}… {{ value | sql.literal }} …{{ end }}{{ body | sql.literal }}; or add | raw to the value if it is code on purpose"
        );

    public static TextRefusal ValueAsScript { get; } =
        new(
            "PR4305",
            "a value would run as code",
            "in the script that is quoted here quote each value for the shell: {{ capture script }}… {{ value | sh.quote }} …{{ end }}{{ script | sql.literal }}; or add | raw to the value if it is script on purpose"
        );

    public static TextRefusal ValueAsForeignCode { get; } =
        new(
            "PR4305",
            "a value would run as code of a language for which nothing here quotes",
            "hand the value over as an argument of the function or as a setting, or add | raw to it if it is code on purpose"
        );

    public static TextRefusal ValueAsDynamicCode { get; } =
        new(
            "PR4305",
            "a value would run as code",
            "hand the value over behind USING and write $1 for it; or quote the whole of what runs, each value in it by itself: "
                + "{{ capture q }}DROP TABLE {{ name | sql.ident }}{{ end }}EXECUTE {{ q | sql.literal }}"
        );

    public static TextRefusal ValueAsLibrary { get; } =
        new(
            "PR4305",
            "a value would decide which library the server loads",
            "write its name into the template, or add | raw to the value if it decides so on purpose"
        );

    public static TextRefusal Null { get; } =
        new(
            "PR4308",
            "nothing is written here, as the value is null",
            "add | sql.literal for NULL, or ?? and what is to be written instead"
        );

    public static TextRefusal SecretRaw { get; } =
        new(
            "PR4306",
            "a secret is written as raw, and what its text is would decide how the SQL is read",
            "quote it: | sql.literal for a value, | sql.ident for a name"
        );

    public static TextRefusal InRows { get; } =
        new(
            "PR4301",
            "a value stands in the rows of a COPY, which are data and no template",
            "write INSERT with | sql.literal, or the rows as they are to be"
        );

    private const string String = "a string";
    private const string QuotedName = "a quoted name";
    public const string Comment = "a comment";
    private const string Body = "the body of a dollar quote";

    public static TextRefusal Inside(string form, string place) =>
        new(
            "PR4301",
            $"what {Function(form)} made stands inside {place}",
            place switch
            {
                Comment => "leave it out of the comment; the step's title and description are for people",
                Body => "quote the body as a whole: {{ capture body }}…{{ end }}{{ body | sql.literal }} in the place of $$…$$",
                QuotedName => "make the whole name: {{ 'name_' + value | sql.ident }} in the place of \"…\"",
                _ when form == "sql.ident" =>
                    "quote the name as a name and then as a value: {{ value | sql.ident | sql.literal }} in the place of '…'",
                _ when form == "sql.list" => "write the list alone, outside of quotes: IN ({{ value | sql.list }})",
                _ when form == "sql.conninfo" => "write it alone, in the place of '…': it brings its own quotes",
                _ => "make the whole string: {{ 'text ' + value | sql.literal }} in the place of '…'",
            }
        );

    /// <summary>What to write in the place of what an unquoted value stands inside of.</summary>
    /// <param name="place">What it stands inside of.</param>
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
        return $"make the whole of it, its quotes too: {{{{ {string.Concat(parts)} | {function} }}}} in the place of {quote}…{quote}";
    }

    public static TextRefusal Touching(string form) =>
        new(
            "PR4302",
            $"what {Function(form)} made touches what stands beside it, and would run together with it",
            form switch
            {
                "sql.ident" => "leave a blank between them, or make one name: {{ 'name_' + value | sql.ident }}",
                _ => "leave a blank between them, or make one string: {{ one + other | sql.literal }}; E, U&, B, X and N are not needed",
            }
        );

    public static TextRefusal SideBySide(string form) =>
        new(
            "PR4302",
            $"what {Function(form)} made stands beside a string, and over a line break the two are one",
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
