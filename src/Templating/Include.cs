using Scriban.Runtime;
using Scriban.Syntax;

namespace PlanRunner.Templating;

/// <summary><c>include</c> and <c>include_join</c>, whose text keeps its pieces and their places.</summary>
internal sealed class Include(bool joins) : BuiltFunction
{
    private const string TemplateMark = "tpl:";

    private protected override object? Invoke(RenderContext context, ScriptNode caller, ScriptArray arguments)
    {
        if (!joins)
            return TextValue.FromSegments(Rendered(context, caller, Name(context, caller, arguments.Count > 0 ? arguments[0] : null), arguments), withPlaces: true);
        var names = context.ToList(caller.Span, arguments.Count > 0 ? arguments[0] : null);
        var all = new List<Segment>();
        all.AddRange(Part(2));
        for (var index = 0; index < (names?.Count ?? 0); index++)
        {
            if (index > 0)
                all.AddRange(Part(1));
            all.AddRange(Rendered(context, caller, Name(context, caller, names![index]), arguments));
        }

        all.AddRange(Part(3));
        return TextValue.FromSegments(all, withPlaces: true);

        IReadOnlyList<Segment> Part(int index)
        {
            if (index >= arguments.Count || arguments[index] is not { } part)
                return [];
            return part is string text && text.StartsWith(TemplateMark, StringComparison.Ordinal)
                ? Rendered(context, caller, text[TemplateMark.Length..], arguments)
                : context.Pieces(part);
        }
    }

    private static string Name(RenderContext context, ScriptNode caller, object? name)
    {
        if (name is TextValue { Secrets: { } secrets })
            throw TextFault.Decides(RenderContext.WholeSpan(caller), secrets);
        return context.ObjectToString(name) is { Length: > 0 } text ? text : throw new TextFault(caller.Span, "include needs the name of a template");
    }

    private static IReadOnlyList<Segment> Rendered(RenderContext context, ScriptNode caller, string name, ScriptArray arguments)
    {
        var template = context.GetOrCreateTemplate(name, caller);
        return context.Included(() => context.RenderTemplate(template, arguments, caller));
    }
}
