using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Plans;

/// <summary>A key that other tools have, and SQL that a comma cuts in two, are explained; a plan's defaults hold for its steps.</summary>
public sealed class KeyHelpTests
{
    [Theory]
    [InlineData("assert: { on: db, sql: SELECT 1, equals: 1 }", "PR2001", "did you mean \"text\"?")]
    [InlineData("assert: { on: db, query: SELECT 1, equals: 1 }", "PR2001", "did you mean \"text\"?")]
    [InlineData("sql: { database: db, text: SELECT 1 }", "PR2001", "did you mean \"on\"?")]
    [InlineData("shell: { script: 'true' }", "PR2001", "did you mean \"run\"?")]
    [InlineData(
        "assert: { on: db, text: SELECT a, b FROM t, empty: true }",
        "PR2090",
        "put the whole value into quotes, or write it in lines of its own: text: | and the text below, indented"
    )]
    [InlineData(
        "sql: { on: db, text: INSERT INTO t VALUES (1, 2) }",
        "PR2090",
        "put the whole value into quotes, or write it in lines of its own: text: | and the text below, indented"
    )]
    public void A_wrong_key_says_what_is_meant(string step, string id, string help)
    {
        var told = Load($"  - id: one\n    {step}\n");
        var found = Assert.Single(told, d => d.Id is "PR2001" or "PR2090");
        Assert.Equal((id, help), (found.Id, found.Help));
    }

    [Theory]
    [InlineData("user", "username")]
    [InlineData("pass", "password")]
    [InlineData("dbname", "database")]
    [InlineData("sslmode", "ssl_mode")]
    [InlineData("url", "url_env")]
    [InlineData("certificate", "root_certificate")]
    public void A_connections_keys_are_known_by_their_other_names(string word, string meant) =>
        Assert.Equal(
            meant,
            Synonyms.Of(word, ["host", "port", "database", "username", "password", "ssl_mode", "root_certificate", "url_env", "major"])
        );

    [Fact]
    public void A_retry_among_the_defaults_holds_for_every_step_that_says_no_other()
    {
        var found = new Diagnostics();
        var plan = LoadPlan(
            "defaults: { retry: { attempts: 7 } }",
            """
              - id: usual
                sql: { on: db, text: SELECT 1 }
              - id: own
                retry: { attempts: 2 }
                sql: { on: db, text: SELECT 1 }
              - id: group
                steps:
                  - id: inner
                    sql: { on: db, text: SELECT 1 }
            """,
            found
        )!;
        Assert.Empty(found);
        Assert.Equal(
            [7, 2, null, 7],
            new[] { plan.Steps[0], plan.Steps[1], plan.Steps[2], plan.Steps[2].Steps[0] }.Select(step => step.Retry?.Attempts)
        );
    }

    private static List<Diagnostic> Load(string steps)
    {
        var found = new Diagnostics();
        LoadPlan("", steps, found);
        return [.. found];
    }

    private static Plan? LoadPlan(string head, string steps, Diagnostics found)
    {
        var folder = Directory.CreateTempSubdirectory("planrunner-keys-").FullName;
        try
        {
            File.WriteAllText(
                Path.Combine(folder, "plan.yaml"),
                $"plan: keys\nversion: 1\n{head}\nconnections: {{ db: {{}} }}\nsteps:\n{steps}"
            );
            return PlanLoader.Load(Path.Combine(folder, "plan.yaml"), found);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
