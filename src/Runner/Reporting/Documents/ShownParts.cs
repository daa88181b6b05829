namespace PlanRunner.Runner.Reporting.Documents;

internal static class ShownParts
{
    public static bool IsIn(this IShown part, Media medium) => (part.In & medium) != 0;

    public static IEnumerable<T> Of<T>(this IEnumerable<T> parts, Media medium)
        where T : IShown => parts.Where(part => part.IsIn(medium));
}
