namespace PlanRunner.Tests.Repository;

/// <summary>The checkout that the tests run from.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static IEnumerable<string> Files(string under, string pattern) =>
        Directory
            .EnumerateFiles(System.IO.Path.Combine(Path, under), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal));

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "PlanRunner.sln")))
                return at.FullName;
        }

        throw new InvalidOperationException("the tests run outside of a checkout");
    }
}
