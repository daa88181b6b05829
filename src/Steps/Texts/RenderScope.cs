using PlanRunner.Source;
using PlanRunner.Templating;

namespace PlanRunner.Steps.Texts;

/// <summary>What a step is rendered with: the names it may use, and where its mistakes are reported.</summary>
internal sealed class RenderScope
{
    private readonly Lazy<TemplateOptions> options;

    public RenderScope(TemplateObject model, Diagnostics diagnostics, Func<string, SourceText?>? include = null)
    {
        Model = model;
        Diagnostics = diagnostics;
        Include = include;
        options = new(() => OptionsWith(name => Include?.Invoke(name)?.Text));
    }

    /// <summary>Undefined names are empty, as in Scriban's default; plans are strict.</summary>
    public bool Relaxed { get; init; }

    /// <summary>The clock that relaxed templates may read; plans have none.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Takes the names of the model that are read, but for those given by <see cref="With"/>.</summary>
    public ISet<string>? Reads { get; private init; }

    public TemplateObject Model { get; }

    public Diagnostics Diagnostics { get; }

    public Func<string, SourceText?>? Include { get; }

    private IReadOnlyList<string> Given { get; init; } = [];

    public TemplateOptions Options => options.Value;

    /// <summary>The same with another way to read what is included.</summary>
    public TemplateOptions OptionsWith(Func<string, string?> include) =>
        new()
        {
            Include = Include is null ? null : include,
            Relaxed = Relaxed,
            Time = Time,
            Read = Reads is null ? null : Note,
            Suggest = Suggestion.Nearest,
        };

    /// <summary>The same scope with one more name, such as <c>args</c> of a file.</summary>
    public RenderScope With(string name, object? value)
    {
        var model = new TemplateObject(Model) { [name] = value };
        return new RenderScope(model, Diagnostics, Include)
        {
            Relaxed = Relaxed,
            Time = Time,
            Reads = Reads,
            Given = [.. Given, name],
        };
    }

    /// <summary>The same scope, which notes what is read with it.</summary>
    public RenderScope Noting(ISet<string> reads) =>
        new(Model, Diagnostics, Include)
        {
            Relaxed = Relaxed,
            Time = Time,
            Reads = reads,
            Given = Given,
        };

    // An item or an argument hides a variable of its name.
    private void Note(string name)
    {
        if (!Given.Contains(name, StringComparer.Ordinal))
            Reads!.Add(name);
    }
}
