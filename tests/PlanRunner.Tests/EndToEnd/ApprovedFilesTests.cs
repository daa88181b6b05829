using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>What was approved is what runs: the files of the plan that a program is and takes too.</summary>
[Trait(Tier.Trait, Tier.Full)]
public sealed class ApprovedFilesTests(Postgres17Fixture postgres) : IClassFixture<Postgres17Fixture>
{
    private const string Plan = """
        plan: scripts
        version: 1
        connections: { db: { description: One } }
        steps:
          - id: program
            shell: { command: [./go.sh, --input=data/rows.txt, made.txt], with_files: [library] }
          - id: script
            shell: { run: "sh ./go.sh && cat data/rows.txt >> made.txt" }
          - id: machine
            shell: { command: [sh, -c, "exit 0"] }
        """;

    [Theory]
    [InlineData("go.sh")]
    [InlineData("data/rows.txt")]
    [InlineData("library/functions.sh")]
    public async Task A_file_that_was_changed_after_its_approval_does_not_run(string changed)
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "files_" + changed.Replace('/', '_').Replace('.', '_'),
            Plan
        );
        await WriteAsync(scenario, "go.sh", "#!/bin/sh\necho ran >> made.txt\n");
        File.SetUnixFileMode(
            Path.Combine(scenario.Folder, "go.sh"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        await WriteAsync(scenario, "data/rows.txt", "rows\n");
        await WriteAsync(scenario, "library/functions.sh", "true\n");
        var environment = Path.Combine(scenario.Folder, "environments", "here.yaml");
        await File.WriteAllTextAsync(environment, "require_approval: true\n" + await File.ReadAllTextAsync(environment));
        var shown = await scenario.RunAsync("dry-run", "--offline", "--out", "approved.json");
        Assert.Contains(
            "not covered by an approval, as its content is not part of the fingerprint: sh (a program of the machine)",
            shown.Output,
            StringComparison.Ordinal
        );

        var asked = await scenario.ApplyAsync();
        Assert.True(
            asked.ExitCode == 4
                && asked.Error.Contains("PR5080", StringComparison.Ordinal)
                && asked.Error.Contains(
                    "next: planrunner apply plan.yaml --env here --yes --approved approved.json",
                    StringComparison.Ordinal
                ),
            scenario.Log
        );
        var before = await File.ReadAllTextAsync(Path.Combine(scenario.Folder, changed));
        await WriteAsync(scenario, changed, before + "# and more\n");
        var refused = await scenario.RunAsync("apply", "--approved", "approved.json");
        Assert.True(refused.ExitCode == 4 && refused.Error.Contains("program has another text", StringComparison.Ordinal), scenario.Log);
        Assert.False(File.Exists(Path.Combine(scenario.Folder, "made.txt")));

        await WriteAsync(
            scenario,
            changed,
            before.Replace("\n", "\r\n", StringComparison.Ordinal) is var windows && changed == "go.sh" ? before : windows
        );
        Assert.True((await scenario.RunAsync("apply", "--approved", "approved.json")).ExitCode == 0, scenario.Log);
        // What it made itself is no change of it.
        await scenario.ExpectNothingToRunAsync();
        await WriteAsync(scenario, changed, before + "# and more\n");
        Assert.Contains("~ program", (await scenario.RunAsync("dry-run", "--offline")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_approval_is_required_what_is_named_to_type_next_is_given_it()
    {
        await using var scenario = await PlanScenario.NewAsync(
            postgres.Cluster,
            "approval_named",
            """
            plan: approval-named
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: look
                manual: { instructions: Look at it }
              - id: table
                sql: { on: db, text: "CREATE TABLE t (n int)" }
                undo: { sql: { on: db, text: "DROP TABLE t" } }
            """
        );
        var environment = Path.Combine(scenario.Folder, "environments", "here.yaml");
        await File.WriteAllTextAsync(environment, "require_approval: true\nprotected: true\n" + await File.ReadAllTextAsync(environment));
        Assert.EndsWith(
            "To run exactly this, and nothing else: save it with --out FILE, then run: planrunner apply plan.yaml --env here --first-run --approved FILE\n",
            (await scenario.RunAsync("dry-run")).Error,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "To run exactly this, and nothing else: planrunner apply plan.yaml --env here --first-run --approved 'the plan'\n",
            (await scenario.RunAsync("dry-run", "--out", "the plan")).Error,
            StringComparison.Ordinal
        );
        var approve = await scenario.RunAsync("approve", "look");
        Assert.EndsWith("next: planrunner apply plan.yaml --env here --approved FILE\n", approve.Output, StringComparison.Ordinal);
        Assert.True((await scenario.RunAsync("apply", "--first-run", "--approved", "the plan")).ExitCode == 0, scenario.Log);
        Assert.EndsWith(
            "To undo exactly this, and nothing else: planrunner undo plan.yaml --env here --to look --approved back.json\n",
            (await scenario.RunAsync("undo", "--to", "look", "--dry-run", "--out", "back.json")).Error,
            StringComparison.Ordinal
        );
    }

    private static async Task WriteAsync(PlanScenario scenario, string name, string text)
    {
        var path = Path.Combine(scenario.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text);
    }
}
