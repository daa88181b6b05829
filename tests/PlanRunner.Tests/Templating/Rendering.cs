using PlanRunner.Source;
using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

/// <summary>Renders templates for tests, with a few host functions such as a runner of plans has.</summary>
internal static class Rendering
{
    public static readonly TemplateOptions Strict = new() { Suggest = Suggestion.Nearest };

    public static readonly TemplateOptions Relaxed = new() { Relaxed = true, Suggest = Suggestion.Nearest };

    public static TemplateObject Model(params (string Name, object? Value)[] values)
    {
        var model = new TemplateObject
        {
            ["sql"] = new TemplateObject
            {
                ["ident"] = new TemplateFunction("sql.ident", arguments => Quote(arguments, '"', "sql.ident")),
                ["literal"] = new TemplateFunction("sql.literal", arguments => Quote(arguments, '\'', "sql.literal")),
            },
            ["raw"] = new TemplateFunction("raw", arguments => ((TextValue)arguments[0]!).WithForm("raw")),
            ["secrets"] = new TemplateObject
            {
                ["password"] = TextValue.Secret("password", "p@ss'word"),
                ["token"] = TextValue.Secret("token", "t0ken"),
            },
        };
        foreach (var (name, value) in values)
        {
            model[name] = value;
        }

        return model;
    }

    public static Template Parse(string text)
    {
        var parse = Template.Parse(text);
        Assert.Empty(parse.Errors);
        return parse.Template!;
    }

    public static TemplateRender Run(string text, TemplateOptions? options = null, TemplateObject? model = null) =>
        Parse(text).Render(model ?? Model(), options ?? Strict);

    public static string Text(string text, TemplateOptions? options = null, TemplateObject? model = null)
    {
        var render = Run(text, options, model);
        Assert.Empty(render.Errors);
        return render.Text;
    }

    public static TemplateError Error(string text, TemplateOptions? options = null, TemplateObject? model = null) =>
        Assert.Single(Run(text, options, model).Errors);

    public static object? Value(string expression, TemplateOptions? options = null, TemplateObject? model = null)
    {
        var parse = Template.ParseExpression(expression);
        Assert.Empty(parse.Errors);
        var evaluation = parse.Template!.Evaluate(model ?? Model(), options ?? Strict);
        Assert.Empty(evaluation.Errors);
        return evaluation.Value;
    }

    /// <summary>The text that an error points at.</summary>
    public static string At(string text, TemplateError error) => text.Substring(error.Start, error.Length);

    /// <summary>The output as it may be shown.</summary>
    public static string Shown(TemplateRender render) =>
        string.Concat(render.Segments.Select(segment => segment.Secret is { } name ? $"(secret {name})" : segment.Text));

    private static TextValue Quote(IReadOnlyList<object?> arguments, char quote, string form)
    {
        if (arguments is not [TextValue text])
        {
            throw new TemplateFunctionException($"{form} needs a string", "Give it one.");
        }

        var doubled = text.Text.Replace(quote.ToString(), new string(quote, 2), StringComparison.Ordinal);
        return TextValue.Untrusted($"{quote}{doubled}{quote}").WithForm(form).WithSecrets(text.Secrets);
    }
}
