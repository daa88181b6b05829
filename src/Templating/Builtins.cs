using System.Collections.Concurrent;
using Scriban.Functions;

namespace PlanRunner.Templating;

/// <summary>Scriban's functions, none of which reads what is outside.</summary>
internal sealed class Builtins : ScriptObject
{
    // Each is made when it is first asked for: finding its functions takes longer than most commands render.
    private static readonly Dictionary<string, Func<ScriptObject>> Groups = new(StringComparer.Ordinal)
    {
        ["array"] = () => new ArrayFunctions(),
        ["date"] = () => new DateTimeFunctions(),
        ["html"] = () => new HtmlFunctions(),
        ["math"] = () => new MathFunctions(),
        ["object"] = () => new ObjectFunctions(),
        ["regex"] = () => new RegexFunctions(),
        ["string"] = () => new StringFunctions(),
        ["timespan"] = () => new TimeSpanFunctions(),
    };

    private readonly ConcurrentDictionary<string, ScriptObject> made = new(StringComparer.Ordinal);

    private Builtins()
        : base(0, autoImportStaticsFromThisType: false)
    {
        foreach (var name in Groups.Keys)
            SetValue(name, null, readOnly: true);
        SetValue("empty", EmptyScriptObject.Default, readOnly: true);
        SetValue("blank", EmptyScriptObject.Default, readOnly: true);
        SetValue("include", new Include(joins: false), readOnly: true);
        SetValue("include_join", new Include(joins: true), readOnly: true);
        IsReadOnly = true;
    }

    public static Builtins Shared { get; } = new();

    public static IReadOnlySet<string> Names { get; } =
        Shared.GetMembers().Concat(["for", "while", "tablerow", "this", "continue"]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a value is one of the groups that functions are in, which have no members but these.</summary>
    public static bool IsGroup(object value) => value is ScriptObject group && Shared.made.Values.Contains(group);

    public override bool TryGetValue(TemplateContext? context, SourceSpan span, string member, out object? value)
    {
        if (!Groups.ContainsKey(member))
            return base.TryGetValue(context!, span, member, out value);
        value = made.GetOrAdd(member, Guarded);
        return true;
    }

    private static ScriptObject Guarded(string name)
    {
        var group = Groups[name]();
        foreach (var (member, function) in group.ToList())
        {
            if (function is IScriptCustomFunction inner)
                group.SetValue(member, new GuardedFunction($"{name}.{member}", inner), readOnly: true);
        }

        group.IsReadOnly = true;
        return group;
    }
}
