using PlanRunner.Source;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Tests.Quoting;

/// <summary>A template with the texts that it includes, rendered for values.</summary>
internal sealed class TemplateCase
{
    private readonly PlanTemplate? template;
    private readonly Dictionary<string, SourceText> includes;

    public TemplateCase(string text, IReadOnlyDictionary<string, string> includes)
    {
        Text = text;
        this.includes = includes.ToDictionary(
            include => include.Key,
            include => new SourceText(include.Key, include.Value),
            StringComparer.Ordinal
        );
        template = PlanTemplate.Parse(text, new SourceText("template", text), []);
    }

    public string Text { get; }

    /// <summary>The checked text, or what is told about it, at places within the template.</summary>
    public (string? Text, Diagnostics Told) Render(HostileValues values, TextContext context)
    {
        var told = new Diagnostics();
        var text = template?.Render(new RenderScope(values.Model(), told, name => includes.GetValueOrDefault(name)), context);
        foreach (var place in told.Select(d => d.Place!.Value))
        {
            if (place.Line > place.Source.LineCount || place.Column + place.Length - 1 > place.Source.Line(place.Line).Length)
                throw new InvalidOperationException($"a refusal is out of range: {place}+{place.Length} of\n{place.Source.Text}");
        }

        return (text?.Text, told);
    }

    /// <summary>What it would be if nothing were looked at; null where it cannot be rendered at all.</summary>
    public string? Unchecked(HostileValues values) => Render(values, TextContext.Plain).Text;
}
