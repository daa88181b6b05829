using System.Text.RegularExpressions;
using PlanRunner.Tests.Postgres;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>The flagship rehearsal, whole but with a hundredth of its rows, to a target of a major that FlagshipTests does not take.</summary>
[Trait(Tier.Trait, Tier.Full)]
[Trait(Majors.Trait, Majors.Rotated)]
public sealed partial class VersionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-versions-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_flagship_plan_moves_to_a_target_of_this_major_and_nothing_is_lost()
    {
        var major = Majors.Target;
        CopyPlan();
        await EditAsync("environments/rehearsal.yaml", text => text.Replace("major: 18", $"major: {major}", StringComparison.Ordinal));
        foreach (var file in new[] { "rehearsal/data.sql", "rehearsal/workload.sql" })
            await EditAsync(file, text => Amounts().Replace(text, "00"));

        string[] where = PostgresFixture.InContainers ? ["--containers"] : [];
        var result = await PlanRunnerProcess.RunAsync(folder, ["rehearse", "plan.yaml", "--yes", "--verbose", .. where]);

        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}\n{result.Error}\n{result.Output}");
        Assert.Matches($@"\(source 15\.\S+, target {major}\.", result.Output);
        Assert.Matches(@"Proof: 13 tables, \d[\d,]+ rows equal; [\d,]+ acknowledged writes, 0 lost, 0 doubled", result.Output);
    }

    private void CopyPlan()
    {
        var from = Path.Combine(RepositoryRoot.Path, "plans/examples/aurora-to-planetscale");
        foreach (
            var file in Directory
                .EnumerateFiles(from, "*", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/.planrunner/", StringComparison.Ordinal))
        )
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private async Task EditAsync(string file, Func<string, string> edit)
    {
        var path = Path.Combine(folder, file);
        var text = await File.ReadAllTextAsync(path);
        var edited = edit(text);
        Assert.True(edited != text, $"{file} is not as this test expects it");
        await File.WriteAllTextAsync(path, edited);
    }

    // Amounts of rows, and the numbers that refer to them, are the ones with four zeros (or nines): 150000, 449999.
    [GeneratedRegex(@"(?<=\b\d+)(?:0000|9999)\b(?=[ ),])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Amounts();
}
