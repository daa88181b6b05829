using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class CaseTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot(), "tests", "PlanRunner.Tests", "Templating", "Cases");

    public static TheoryData<string> Names =>
        [
            .. Directory
                .GetFiles(Folder, "*.txt")
                .Select(Path.GetFileName)
                .Where(name => !name!.EndsWith(".out.txt", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => name![..^4]),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_renders_as_its_output_file_says(string name)
    {
        var template = File.ReadAllText(Path.Combine(Folder, name + ".txt"));
        var wanted = File.ReadAllText(Path.Combine(Folder, name + ".out.txt"));

        Assert.Equal(wanted, Rendering.Text(template, Rendering.Relaxed));
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PlanRunner.sln")))
        {
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new DirectoryNotFoundException("PlanRunner.sln stands in no folder above the tests.");
        }

        return folder;
    }
}
