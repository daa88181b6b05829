using Scriban.Functions;

namespace PlanRunner.Templating;

/// <summary>Scriban's functions, none of which reads what is outside.</summary>
internal static class Builtins
{
    public static readonly ScriptObject Shared = Make();

    public static IReadOnlySet<string> Names { get; } =
        Shared.GetMembers().Concat(["for", "while", "tablerow", "this", "continue"]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a value is one of the groups that functions stand in, which have no members but these.</summary>
    public static bool IsGroup(object value) => value is ScriptObject group && Shared.Values.Contains(group);

    private static BuiltinFunctions Make()
    {
        var all = new BuiltinFunctions();
        foreach (var (name, value) in all.ToList())
        {
            if (value is not ScriptObject { Count: > 0 } group)
                continue;
            foreach (var (member, function) in group.ToList())
            {
                if (function is IScriptCustomFunction inner)
                    group.SetValue(member, new GuardedFunction($"{name}.{member}", inner), readOnly: true);
            }

            group.IsReadOnly = true;
        }

        all.SetValue("include", new Include(joins: false), readOnly: true);
        all.SetValue("include_join", new Include(joins: true), readOnly: true);
        all.IsReadOnly = true;
        return all;
    }
}
