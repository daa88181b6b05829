using PlanRunner.Steps.Source;
using PlanRunner.Templating;

namespace PlanRunner.Steps;

/// <summary>What a step is rendered with: the names it may use, and where its mistakes are told.</summary>
public sealed class RenderScope
{
    private readonly TemplateOptions plain;
    private readonly TemplateOptions sql;
    private readonly TemplateOptions shell;

    public RenderScope(TemplateObject model, Diagnostics diagnostics, Func<string, string?>? include = null)
    {
        Model = model;
        Diagnostics = diagnostics;
        Include = include;
        plain = new TemplateOptions { Include = include };
        sql = new TemplateOptions { Include = include, Admit = Quoting.TextAdmission.Sql };
        shell = new TemplateOptions { Include = include, Admit = Quoting.TextAdmission.Shell };
    }

    public TemplateObject Model { get; }

    public Diagnostics Diagnostics { get; }

    public Func<string, string?>? Include { get; }

    public TemplateOptions OptionsFor(TextContext context) => context switch
    {
        TextContext.Sql => sql,
        TextContext.Shell => shell,
        _ => plain,
    };

    /// <summary>The same scope with one more name, such as <c>args</c> of a file.</summary>
    public RenderScope With(string name, object? value)
    {
        var model = new TemplateObject();
        foreach (var (key, existing) in Model)
            model[key] = existing;
        model[name] = value;
        return new RenderScope(model, Diagnostics, Include);
    }
}
