using PlanRunner.Templating;

namespace PlanRunner.Steps.Quoting;

/// <summary>Decides what an expression may write into SQL or shell text: numbers, the template's own words, and what a quoting function made.</summary>
public static class TextAdmission
{
    public static TemplateRejection? Sql(TextRun run) => run.Form switch
    {
        TextRun.Trusted or TextRun.Number or "raw" => null,
        { } form when form.StartsWith("sql.", StringComparison.Ordinal) => null,
        { } form => new TemplateRejection($"text made by {form} is not quoted for SQL", "use sql.literal for a value or sql.ident for a name"),
        null => new TemplateRejection("a value must be quoted before it enters SQL", "add | sql.literal for a value, | sql.ident for a name, | sql.list for a list, or | raw if it is SQL on purpose"),
    };

    public static TemplateRejection? Shell(TextRun run) => run.Form switch
    {
        TextRun.Trusted or TextRun.Number or "raw" or "sh.quote" => null,
        { } form => new TemplateRejection($"text made by {form} is not quoted for the shell", "use sh.quote"),
        null => new TemplateRejection("a value must be quoted before it enters a shell script", "add | sh.quote, or | raw if it is script on purpose"),
    };
}
