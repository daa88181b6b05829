namespace PlanRunner.Templating;

/// <summary><c>include</c> and <c>include_join</c>, whose text keeps its pieces.</summary>
internal sealed class Include(bool joins) : Function
{
    private const string TemplateMark = "tpl:";

    private protected override object? Invoke(RenderContext context, ScriptNode caller, ScriptArray arguments, ScriptBlockStatement? block)
    {
        if (!joins)
            return Rendered(arguments[0]);
        var parts = (context.ToList(caller.Span, arguments[0]) ?? new ScriptArray())
            .Cast<object?>()
            .SelectMany((name, index) => index == 0 ? [Rendered(name)] : new[] { Part(arguments[1]), Rendered(name) })
            .ToList();
        return context.Joined([Part(arguments[2]), .. parts, Part(arguments[3])]);

        object? Part(object? part) =>
            part is string text && text.StartsWith(TemplateMark, StringComparison.Ordinal) ? Rendered(text[TemplateMark.Length..]) : part;

        TextValue Rendered(object? name)
        {
            if (name is TextValue { Secrets: { } secrets })
                throw TextFault.Decides(RenderContext.WholeSpan(caller), secrets);
            if (context.ObjectToString(name) is not { Length: > 0 } text)
                throw new TextFault(caller.Span, "include needs the name of a template");
            var pieces = context.Included(context.GetOrCreateTemplate(text, caller), arguments, caller);
            return TextValue.Of(pieces, withPlaces: true);
        }
    }
}
