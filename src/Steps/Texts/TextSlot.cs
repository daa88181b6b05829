using PlanRunner.Source;
using PlanRunner.Templating;

namespace PlanRunner.Steps.Texts;

/// <summary>A text of a step as the plan gives it: inline <c>text</c>, or a <c>file</c> with its <c>args</c>.</summary>
internal sealed class TextSlot(PlanTemplate template, IReadOnlyDictionary<string, PlanTemplate>? arguments, Place place)
{
    public Place Place { get; } = place;

    /// <summary>The source's text, for its fingerprint.</summary>
    public string Source => template.Text;

    public RenderedText? Render(RenderScope scope, TextContext context)
    {
        if (arguments is null)
            return template.Render(scope, context);
        var values = new TemplateObject();
        var ok = true;
        foreach (var (name, argument) in arguments)
        {
            var (evaluated, value) = argument.Evaluate(scope);
            ok &= evaluated;
            values[name] = value;
        }

        return ok ? template.Render(scope.With("args", values), context) : null;
    }
}
