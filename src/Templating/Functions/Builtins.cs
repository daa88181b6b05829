namespace PlanRunner.Templating.Functions;

/// <summary>The names that every template knows.</summary>
internal static class Builtins
{
    /// <summary>The value of <c>empty</c>: equal to every string, array and object that has nothing in it.</summary>
    public static TemplateObject Empty { get; } = Given([]);

    public static TemplateObject Root { get; } = Given(new TemplateObject
    {
        ["array"] = ArrayFunctions.Members,
        ["date"] = DateFunctions.Members,
        ["empty"] = Empty,
        ["html"] = HtmlFunctions.Members,
        ["include"] = IncludeFunctions.Include,
        ["include_join"] = IncludeFunctions.IncludeJoin,
        ["math"] = MathFunctions.Members,
        ["object"] = ObjectFunctions.Members,
        ["regex"] = RegexFunctions.Members,
        ["string"] = StringFunctions.Members,
        ["timespan"] = TimeSpanFunctions.Members,
    });

    /// <summary>Their names, and those that loops bring along.</summary>
    public static IReadOnlySet<string> Names { get; } =
        Root.Keys.Concat(["for", "while", "tablerow"]).ToHashSet(StringComparer.Ordinal);

    private static TemplateObject Given(TemplateObject members)
    {
        members.Give();
        return members;
    }
}
