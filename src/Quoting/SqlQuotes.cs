using System.Globalization;
using System.Numerics;
using System.Text;
using PlanRunner.Templating;

namespace PlanRunner.Quoting;

/// <summary><c>sql.ident</c>, <c>sql.literal</c>, <c>sql.list</c>, <c>sql.conninfo</c>.</summary>
internal static class SqlQuotes
{
    /// <summary>Bytes; Postgres would cut a longer name silently.</summary>
    public const int LongestName = 63;

    public static TextValue Ident(object? value)
    {
        const string Form = "sql.ident";
        if (value is TemplateArray list)
        {
            return list.Count > 0
                ? QuotedText.Join(list.Select(Ident), ", ", Form)
                : throw new TemplateFunctionException("sql.ident was given an empty list", "guard it with {{ if list.size > 0 }}");
        }

        var name = QuotedText.Required(value, Form);
        var bytes = Encoding.UTF8.GetByteCount(name.Text);
        if (bytes == 0)
            throw new TemplateFunctionException("sql.ident was given an empty name", null);
        if (bytes > LongestName)
            throw new TemplateFunctionException(
                $"a name of {bytes} bytes is longer than Postgres keeps",
                $"names have at most {LongestName} bytes"
            );
        return QuotedText.Between("\"", name, "\"", text => text.Replace("\"", "\"\"", StringComparison.Ordinal), Form);
    }

    /// <summary>A literal that holds only what its template says and what is quoted for SQL, so that a server may run it.</summary>
    public const string Code = "sql.literal of code";

    /// <summary>The same with what is quoted for the shell in it.</summary>
    public const string Script = "sql.literal of a script";

    /// <summary>The same with nothing in it but what its template says, in whatever language that is.</summary>
    public const string Words = "sql.literal of words";

    public static TextValue Literal(object? value) => Literal(value, value is TextValue text ? FormOf(text) : "sql.literal");

    private static string FormOf(TextValue text) =>
        text.Runs.Any(run => run.Form is null) ? "sql.literal"
        : text.Runs.Any(run => run.Form == "sh.quote") ? Script
        : text.Runs.All(run => run.Form is TextForm.Trusted or TextForm.Number or "raw") ? Words
        : Code;

    public static TextValue List(object? value)
    {
        const string Form = "sql.list";
        if (value is not TemplateArray list)
            throw new TemplateFunctionException(
                $"sql.list was given {(QuotedText.Scalar(value) is null ? QuotedText.Kind(value) : "one value")}",
                "it takes a list; one value is quoted by sql.literal"
            );
        if (list.Count == 0)
            throw new TemplateFunctionException(
                "sql.list was given an empty list, and IN () is an error in SQL",
                "guard it with {{ if list.size > 0 }}, or write = ANY('{}')"
            );
        return QuotedText.Join(list.Select(item => Literal(item, Form)), ", ", Form);
    }

    /// <summary>
    /// A map as one SQL literal that holds a libpq connection string. Every part is quoted by libpq's rules first:
    /// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE
    /// </summary>
    public static TextValue Conninfo(object? value)
    {
        const string Form = "sql.conninfo";
        if (value is not TemplateObject parts)
            throw new TemplateFunctionException(
                $"sql.conninfo was given {QuotedText.Kind(value)}",
                "it takes a map: { host: …, port: …, dbname: …, user: …, password: … }"
            );
        var pairs = new List<TextValue>();
        foreach (var (key, part) in parts)
        {
            if (part is null)
                continue;
            if (key.Length == 0 || !key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
                throw new TemplateFunctionException(
                    $"\"{key}\" is not a libpq connection keyword",
                    "such as host, port, dbname, user, password, sslmode, sslrootcert"
                );
            var text = QuotedText.Required(part, Form);
            pairs.Add(QuotedText.Between(key + "='", text, "'", EscapeConninfo, Form));
        }

        return pairs.Count == 0
            ? throw new TemplateFunctionException("sql.conninfo was given an empty map", "it takes host, port, dbname, user, password …")
            : Quote(QuotedText.Join(pairs, " ", Form), Form);
    }

    private static string EscapeConninfo(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);

    private static TextValue Literal(object? value, string form) =>
        value switch
        {
            null => QuotedText.Piece("NULL", form, null),
            bool yes => QuotedText.Piece(yes ? "true" : "false", form, null),
            double number when !double.IsFinite(number) => Quote(TextValue.Untrusted(NotFinite(number)), form),
            float number when !float.IsFinite(number) => Quote(TextValue.Untrusted(NotFinite(number)), form),
            int or long or short or byte or uint or ulong or decimal or double or float or BigInteger => Number((IFormattable)value, form),
            TemplateArray => throw new TemplateFunctionException(
                $"{SqlRemedies.Function(form)} was given a list",
                form == "sql.list" ? "its items must be values" : "use sql.list"
            ),
            _ => Quote(NestedText.Checked(QuotedText.Required(value, form)), form),
        };

    private static TextValue Number(IFormattable number, string form)
    {
        var text = number.ToString(null, CultureInfo.InvariantCulture);
        // A minus after a minus would begin a comment.
        return QuotedText.Piece(text[0] == '-' ? " " + text : text, form, null);
    }

    private static string NotFinite(double number) =>
        double.IsNaN(number) ? "NaN"
        : number > 0 ? "Infinity"
        : "-Infinity";

    // With a backslash inside, E'' means the same whatever standard_conforming_strings says. A secret always gets it: what people see
    // and what is fingerprinted must not depend on its value. The blank keeps the E from becoming part of a word before it, as in
    // libpq's PQescapeLiteral.
    private static TextValue Quote(TextValue text, string form) =>
        text.Secrets is not null || text.Text.Contains('\\', StringComparison.Ordinal)
            ? QuotedText.Between(
                " E'",
                text,
                "'",
                t => t.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal),
                form
            )
            : QuotedText.Between("'", text, "'", t => t.Replace("'", "''", StringComparison.Ordinal), form);
}
