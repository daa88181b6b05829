using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>A shell step that ends with an error has failed: it says so in its own words, and what it printed can be read.</summary>
public sealed class ShellFailureTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task It_is_failed_and_not_in_doubt_and_all_that_it_printed_is_kept_without_secrets()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "shell_failure", """
            plan: shell-failure
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: fine
                shell: { run: echo unseen }
              - id: copy/files
                title: Copy the files
                shell:
                  with_connections: [db]
                  run: |
                    echo "copied 17 of 20"
                    echo "the disk is full, password $(head -n 1 "$PGPASSFILE" | cut -d: -f5)" >&2
                    exit 3
            """.Replace("copy/files", "files", StringComparison.Ordinal));
        var failed = await scenario.ApplyAsync();
        Assert.True(failed.ExitCode == 1, scenario.Log);
        Assert.Contains("files  | copied 17 of 20", failed.Error, StringComparison.Ordinal);
        Assert.Contains("the disk is full, password (secret password)", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unseen", failed.Error, StringComparison.Ordinal);
        Assert.Contains("next: planrunner resolve plan.yaml files --env here --done|--not-done", failed.Error, StringComparison.Ordinal);
        Assert.Equal(["fine done", "files failed"], await scenario.MarksAsync());

        var kept = Directory.EnumerateFiles(Path.Combine(scenario.Folder, ".planrunner", "output"), "files.log", SearchOption.AllDirectories).Single();
        Assert.Equal(["copied 17 of 20", "the disk is full, password (secret password)"], (await File.ReadAllLinesAsync(kept)).Order(StringComparer.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kept));
        Assert.Equal("*\n", await File.ReadAllTextAsync(Path.Combine(scenario.Folder, ".planrunner", "output", ".gitignore")));

        var status = await scenario.RunAsync("status", "--step", "files");
        Assert.Contains("status   failed", status.Output, StringComparison.Ordinal);
        Assert.Contains("because  the script ended with exit code 3", status.Output, StringComparison.Ordinal);
        Assert.Contains("| the disk is full, password (secret password)", status.Output, StringComparison.Ordinal);
        var json = await scenario.RunAsync("status", "--step", "files", "--output", "json");
        Assert.Contains("copied 17 of 20", json.Output, StringComparison.Ordinal);

        var again = await scenario.ApplyAsync();
        Assert.True(again.ExitCode == 4, scenario.Log);
        Assert.Contains("step \"files\" failed: the script ended with exit code 3", again.Error, StringComparison.Ordinal);
        Assert.Contains("the disk is full, password (secret password)", again.Error, StringComparison.Ordinal);
        foreach (var told in new[] { again.Error + again.Output, status.Output, (await scenario.RunAsync("dry-run")).Output })
        {
            Assert.DoesNotContain("cut off", told, StringComparison.Ordinal);
            Assert.DoesNotContain("look at the database", told, StringComparison.Ordinal);
            Assert.DoesNotContain("1 in doubt", told, StringComparison.Ordinal);
        }
    }
}
