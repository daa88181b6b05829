using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Runtime.Accessors;

namespace PlanRunner.Templating;

/// <summary>The members and letters of a text of ours, which are those of its string unless it is secret.</summary>
internal sealed class TextAccessor : IObjectAccessor, IListAccessor
{
    public static readonly TextAccessor Instance = new();

    private static IObjectAccessor Members => StringAccessor.Default;

    private static IListAccessor Letters => StringAccessor.Default;

    public bool HasIndexer => false;

    public Type? IndexType => null;

    public int GetMemberCount(TemplateContext context, SourceSpan span, object target) => Members.GetMemberCount(context, span, Text(context, span, target));

    public IEnumerable<string> GetMembers(TemplateContext context, SourceSpan span, object target) => Members.GetMembers(context, span, Text(context, span, target));

    public bool HasMember(TemplateContext context, SourceSpan span, object target, string member) => Members.HasMember(context, span, Text(context, span, target), member);

    public bool TryGetValue(TemplateContext context, SourceSpan span, object target, string member, out object? value) =>
        Members.TryGetValue(context, span, Text(context, span, target), member, out value);

    public bool TrySetValue(TemplateContext context, SourceSpan span, object target, string member, object? value) => false;

    public bool TryGetItem(TemplateContext context, SourceSpan span, object target, object index, out object? value)
    {
        value = null;
        return false;
    }

    public bool TrySetItem(TemplateContext context, SourceSpan span, object target, object index, object? value) => false;

    public int GetLength(TemplateContext context, SourceSpan span, object target) => Letters.GetLength(context, span, Text(context, span, target));

    public object? GetValue(TemplateContext context, SourceSpan span, object target, int index) => Letters.GetValue(context, span, Text(context, span, target), index);

    public void SetValue(TemplateContext context, SourceSpan span, object target, int index, object? value) => Letters.SetValue(context, span, Text(context, span, target), index, value);

    private static string Text(TemplateContext context, SourceSpan span, object target) => ((RenderContext)context).Known(span, (TextValue)target);
}
