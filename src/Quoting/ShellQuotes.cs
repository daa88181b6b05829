using PlanRunner.Templating;

namespace PlanRunner.Quoting;

/// <summary><c>sh.quote</c>: a value as one word of a POSIX shell, a list as several.</summary>
internal static class ShellQuotes
{
    private const string Form = "sh.quote";

    public static TextValue Quote(object? value) =>
        value is TemplateArray list
            ? QuotedText.Join(list.Select(Quote), " ", Form)
            : QuotedText.Between(
                "'",
                NestedText.Checked(QuotedText.Required(value, Form)),
                "'",
                text => text.Replace("'", "'\\''", StringComparison.Ordinal),
                Form
            );
}
