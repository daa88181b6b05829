using System.Text.RegularExpressions;
using Xunit;

namespace PlanRunner.Tests.Repository;

/// <summary>
/// A folder uses folders on lower floors only. The floors are the rows of the table in docs/architecture.md, the lowest first; what is
/// used is asked of the compiler, since C# finds what stands in a parent namespace, or behind a value, without a using.
/// </summary>
public sealed partial class LayeringTests
{
    [Fact]
    public void A_folder_uses_lower_floors_only()
    {
        var floors = Floors();
        var upward = SourceModel.Current.Uses.Where(use => use.DeclaredIn.Length > 0 && floors[use.UsedFolder] > floors[use.Folder]);
        Assert.True(!upward.Any(), string.Join('\n', upward.Select(use => use.ToString()).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_folder_has_a_floor_and_every_floor_a_folder()
    {
        var folders = RepositoryRoot
            .Files("src", "*.cs")
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, Path.GetDirectoryName(file)!))
            .Distinct();
        Assert.Equal(folders.Order(StringComparer.Ordinal), Floors().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_kind_is_named_outside_of_its_folder_but_in_the_list_of_kinds()
    {
        var users = SourceModel.Current.Uses.Where(use => IsOfKinds(use.UsedFolder) && !IsOfKinds(use.Folder)).Select(use => use.File);
        Assert.Equal(["src/Steps/StepKinds.cs"], users.Distinct());
    }

    [Theory]
    [InlineData("Scriban", "src/Templating/")]
    [InlineData("CliWrap", "src/Steps/Processes/")]
    [InlineData("YamlDotNet", "src/Source/")]
    [InlineData("Npgsql", "src/Steps/Postgres/")]
    [InlineData("NJsonSchema", "src/Runner/Plans/Schema/")]
    [InlineData("System.CommandLine", "src/Runner/Commands/")]
    [InlineData("DiffPlex", "src/Runner/Reviewing/")]
    [InlineData("Spectre.Console", "src/Runner/Reporting/")]
    [InlineData("Testcontainers", "src/Runner/Rehearsal/Containers/")]
    [InlineData("Docker.DotNet", "src/Runner/Rehearsal/Containers/")]
    public void A_third_party_package_has_one_home(string package, string home)
    {
        var users = SourceModel
            .Current.Uses.Where(use => use.Assembly == package || use.Assembly.StartsWith(package + ".", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(users);
        var strays = users.Where(use => !use.File.StartsWith(home, StringComparison.Ordinal)).Select(use => use.ToString()).ToList();
        Assert.True(strays.Count == 0, string.Join('\n', strays));
    }

    [Fact]
    public void Every_step_kind_has_a_schema_of_its_own()
    {
        var schemas = RepositoryRoot
            .Files("schemas/steps", "*.schema.json")
            .Select(f => Path.GetFileName(f).Replace(".schema.json", "", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        Assert.Equal(Steps.StepKinds.BuiltIn.Keys, schemas);
    }

    // Null is what lies outside of src.
    private static bool IsOfKinds(string? folder) => folder is "src/Steps/Kinds" or "src/Steps/Kinds/Shell";

    private static Dictionary<string, int> Floors() =>
        FloorRow()
            .Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "architecture.md")))
            .Select((row, floor) => (row.Groups["folder"].Value, floor))
            .ToDictionary(StringComparer.Ordinal);

    [GeneratedRegex(
        @"^\| `(?<folder>src/[\w/]+)` \|",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex FloorRow();
}
