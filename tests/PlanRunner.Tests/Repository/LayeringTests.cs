using System.Text.RegularExpressions;
using Xunit;

namespace PlanRunner.Tests.Repository;

/// <summary>A folder uses folders on lower floors only. The floors are docs/architecture.md's, from the lowest.</summary>
public sealed partial class LayeringTests
{
    private static readonly string[] RunnerFloors =
        ["Plans", "Environments", "Rendering", "State", "Changes", "Execution", "Reviewing", "Gates", "Decisions", "Reporting", "Rehearsal", "Commands", ""];

    [Fact]
    public void Templating_knows_neither_steps_nor_the_runner() =>
        Assert.DoesNotContain(Uses("src/Templating"), u => u.Used.StartsWith("PlanRunner.Steps", StringComparison.Ordinal) || u.Used.StartsWith("PlanRunner.Runner", StringComparison.Ordinal));

    [Fact]
    public void Steps_know_nothing_of_the_runner() =>
        Assert.DoesNotContain(Uses("src/Steps"), u => u.Used.StartsWith("PlanRunner.Runner", StringComparison.Ordinal));

    [Fact]
    public void No_kind_is_named_outside_of_its_folder_but_in_the_list_of_kinds()
    {
        var named = Uses("src").Where(u => u.Used.StartsWith("PlanRunner.Steps.Kinds", StringComparison.Ordinal) && !u.File.Contains("/Kinds/", StringComparison.Ordinal));
        Assert.Equal(["src/Steps/StepKinds.cs"], named.Select(u => u.File));
    }

    [Fact]
    public void The_runners_folders_use_lower_floors_only()
    {
        var upward = new List<string>();
        foreach (var (file, used) in Uses("src/Runner").Where(u => u.Used.StartsWith("PlanRunner.Runner", StringComparison.Ordinal)))
        {
            var from = Floor(RunnerFloors, FolderOf(file, "src/Runner"));
            var to = Floor(RunnerFloors, used["PlanRunner.Runner".Length..].TrimStart('.').Split('.')[0]);
            if (to > from)
                upward.Add($"{file} uses {used}");
        }

        Assert.Empty(upward);
    }

    [Theory]
    [InlineData("Scriban", "src/Templating/")]
    [InlineData("CliWrap", "src/Steps/Processes/")]
    [InlineData("YamlDotNet", "src/Source/")]
    [InlineData("Npgsql", "src/Steps/Postgres/")]
    [InlineData("NJsonSchema", "src/Runner/Plans/")]
    [InlineData("System.CommandLine", "src/Runner/Commands/")]
    [InlineData("DiffPlex", "src/Runner/Reviewing/")]
    [InlineData("Spectre.Console", "src/Runner/Reporting/")]
    [InlineData("DotNet.Testcontainers", "src/Runner/Rehearsal/Containers/")]
    [InlineData("Docker.DotNet", "src/Runner/Rehearsal/Containers/")]
    public void A_third_party_package_has_one_home(string package, string home)
    {
        var strays = Uses("src").Where(u => (u.Used == package || u.Used.StartsWith(package + ".", StringComparison.Ordinal)) && !u.File.StartsWith(home, StringComparison.Ordinal));
        Assert.Empty(strays);
    }

    [Fact]
    public void Every_step_kind_has_a_schema_of_its_own()
    {
        var schemas = RepositoryRoot.Files("schemas/steps", "*.schema.json").Select(f => Path.GetFileName(f).Replace(".schema.json", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(Steps.StepKinds.All.Keys.Order(StringComparer.Ordinal), schemas);
    }

    private static int Floor(string[] floors, string folder) => Array.IndexOf(floors, folder);

    private static string FolderOf(string file, string under)
    {
        var rest = file[(under.Length + 1)..];
        return rest.Contains('/', StringComparison.Ordinal) ? rest[..rest.IndexOf('/', StringComparison.Ordinal)] : "";
    }

    private static IEnumerable<(string File, string Used)> Uses(string under)
    {
        foreach (var path in RepositoryRoot.Files(under, "*.cs"))
        {
            var file = Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/');
            foreach (var line in File.ReadLines(path))
            {
                if (UsingLine().Match(line) is { Success: true } match)
                    yield return (file, match.Groups["used"].Value);
            }
        }
    }

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?(?<used>[\w.]+);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsingLine();
}
