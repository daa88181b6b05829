using PlanRunner.Steps.Source;
using PlanRunner.Templating;

namespace PlanRunner.Steps;

/// <summary>What a step is rendered with: the names it may use, and where its mistakes are told.</summary>
public sealed class RenderScope
{
    private readonly Lazy<TemplateOptions> options;

    public RenderScope(TemplateObject model, Diagnostics diagnostics, Func<string, SourceText?>? include = null)
    {
        Model = model;
        Diagnostics = diagnostics;
        Include = include;
        options = new(() => new TemplateOptions { Include = Include is { } read ? name => read(name)?.Text : null, Relaxed = Relaxed, Time = Time });
    }

    /// <summary>Undefined names are empty, as in Scriban's default; plans are strict.</summary>
    public bool Relaxed { get; init; }

    /// <summary>The clock that relaxed templates may read; plans have none.</summary>
    public TimeProvider? Time { get; init; }

    public TemplateObject Model { get; }

    public Diagnostics Diagnostics { get; }

    public Func<string, SourceText?>? Include { get; }

    public TemplateOptions Options => options.Value;

    /// <summary>The same scope with one more name, such as <c>args</c> of a file.</summary>
    public RenderScope With(string name, object? value)
    {
        var model = new TemplateObject();
        foreach (var (key, existing) in Model)
            model[key] = existing;
        model[name] = value;
        return new RenderScope(model, Diagnostics, Include) { Relaxed = Relaxed, Time = Time };
    }
}
