using PlanRunner.Steps.Processes;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>A shell step that ends with an error has failed: it says so in its own words, and what it printed can be read.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class ShellFailureTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Plan = """
        plan: shell-failure
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: fine
            shell: { run: echo unseen }
          - id: files
            title: Copy the files
            shell:
              with_connections: [db]
              run: |
                echo "copied 17 of 20"
                echo "the disk is full, password $(head -n 1 "$PGPASSFILE" | cut -d: -f5)" >&2
                exit 3
        """;

    [Fact]
    public async Task It_is_failed_and_not_in_doubt_and_all_that_it_printed_is_kept_without_secrets()
    {
        await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, "shell_failure", Plan);
        var failed = await scenario.ApplyAsync();
        Assert.True(failed.ExitCode == 1, scenario.Log);
        Assert.Contains("files  | copied 17 of 20", failed.Error, StringComparison.Ordinal);
        Assert.Contains("the disk is full, password (secret password)", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unseen", failed.Error, StringComparison.Ordinal);
        ExpectDecision("files", failed);
        Assert.Equal(["fine done", "files failed"], await scenario.MarksAsync());

        var kept = Directory
            .EnumerateFiles(Path.Combine(scenario.Folder, ".planrunner", "output"), "files.log", SearchOption.AllDirectories)
            .Single();
        Assert.Equal(
            ["copied 17 of 20", "the disk is full, password (secret password)"],
            (await File.ReadAllLinesAsync(kept)).Order(StringComparer.Ordinal)
        );
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
        var shown = await scenario.RunAsync("dry-run");
        var whole = await scenario.RunAsync("status");
        foreach (var told in new[] { again.Error + again.Output, status.Output, shown.Output, whole.Output })
        {
            Assert.DoesNotContain("cut off", told, StringComparison.Ordinal);
            Assert.DoesNotContain("interrupted ", told, StringComparison.Ordinal);
            Assert.DoesNotContain("was interrupted", told, StringComparison.Ordinal);
            Assert.DoesNotContain("look at the database", told, StringComparison.Ordinal);
            Assert.DoesNotContain("1 in doubt", told, StringComparison.Ordinal);
        }

        Assert.All([again, status, shown, whole], told => ExpectDecision("files", told));
        Assert.Contains("Nothing runs until a person has decided on files\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing runs until a person has decided on files\n", whole.Output, StringComparison.Ordinal);

        // Its script is mended: it has failed all the same, and may run again only when somebody says so.
        await scenario.WritePlanAsync(Plan.Replace("exit 3", "exit 0", StringComparison.Ordinal));
        var refused = await scenario.ApplyAsync();
        Assert.True(refused.ExitCode == 4, scenario.Log);
        Assert.Contains(
            "step \"files\": failed, and its text changed since: decide first whether it may run again\n",
            refused.Error,
            StringComparison.Ordinal
        );
        ExpectDecision("files", refused);
        Assert.True((await scenario.RunAsync("resolve", "files", "--not-done", "--reason", "looked")).ExitCode == 0, scenario.Log);
        Assert.Contains("To run exactly this, and nothing else: ", (await scenario.RunAsync("dry-run")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_long_output_its_beginning_and_its_end_are_shown_and_where_all_of_it_is()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "shell_long",
            """
            plan: long-output
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: load
                shell:
                  run: |
                    seq -f 'row %g' 5000
                    seq -f 'error %g' 5000 >&2
                    head -c 300000 /dev/zero | tr '\0' x >&2
                    exit 3
            """
        );
        var failed = await scenario.ApplyAsync();
        Assert.True(failed.ExitCode == 1, scenario.Log);
        foreach (
            var shown in new[]
            {
                "| row 1\n",
                "| … 4,975 lines left out\n",
                "| row 4981\n",
                "| row 5000\n",
                "error 1\n",
                "error 5\n",
                "error 5000\n",
                " characters left out … ",
            }
        )
            Assert.Contains(shown, failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("row 4980\n", failed.Error, StringComparison.Ordinal);
        Assert.True(failed.Error.Length < 20_000, $"{failed.Error.Length} characters");
        Assert.Contains("full output: ", failed.Error, StringComparison.Ordinal);
        var again = await scenario.ApplyAsync();
        Assert.True(again.Error.Length < 20_000 && again.Error.Contains(" lines left out\n", StringComparison.Ordinal), scenario.Log);
    }

    [Fact]
    public async Task One_that_was_cut_off_is_for_a_person_too_and_whoever_looks_is_told_so()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "shell_cut_off",
            """
            plan: cut-off
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: report
                shell: { run: "kill -9 $PPID; exit 1" }
              - id: settles
                shell: { run: "true" }
                idempotent: true
            """
        );
        await scenario.ApplyAsync();
        foreach (var command in new[] { "dry-run", "status", "apply" })
        {
            var told = await scenario.RunAsync(command);
            Assert.Contains("Nothing runs until a person has decided on report\n", told.Output, StringComparison.Ordinal);
            ExpectDecision("report", told);
        }

        var stopped = await scenario.ApplyAsync();
        Assert.True(stopped.ExitCode == 4 && stopped.Error.Contains("PR6005", StringComparison.Ordinal), scenario.Log);
        ExpectDecision("report", stopped);
    }

    private static void ExpectDecision(string step, ProcessResult told)
    {
        Assert.EndsWith(
            $"next: planrunner resolve plan.yaml {step} --env here --not-done --reason \"…\"\n",
            told.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("if its effect exists, use --done instead of --not-done", told.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("To run exactly this", told.Error, StringComparison.Ordinal);
    }
}
