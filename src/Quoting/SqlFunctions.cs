using PlanRunner.Templating;

namespace PlanRunner.Quoting;

/// <summary>The functions that every template has beside the language's own: <c>sql.…</c>, <c>sh.quote</c> and <c>raw</c>.</summary>
internal static class SqlFunctions
{
    /// <summary>An object with the members <c>sql</c>, <c>sh</c> and <c>raw</c>, to be put into a template's model.</summary>
    public static TemplateObject Model()
    {
        var sql = new TemplateObject();
        Register(sql, "sql.ident", SqlQuotes.Ident);
        Register(sql, "sql.literal", SqlQuotes.Literal);
        Register(sql, "sql.list", SqlQuotes.List);
        Register(sql, "sql.conninfo", SqlQuotes.Conninfo);
        var sh = new TemplateObject();
        Register(sh, "sh.quote", ShellQuotes.Quote);
        var model = new TemplateObject { ["sql"] = sql, ["sh"] = sh };
        Register(model, "raw", Raw);
        return model;
    }

    private static object? Raw(object? value) =>
        QuotedText.Scalar(value) is { } text
            ? text.WithForm("raw")
            : throw new TemplateFunctionException($"raw was given {QuotedText.Kind(value)}", "it takes text");

    private static void Register(TemplateObject home, string name, Func<object?, object?> function) =>
        home[name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]] = new TemplateFunction(
            name,
            arguments => function(QuotedText.Only(arguments, name))
        );
}
