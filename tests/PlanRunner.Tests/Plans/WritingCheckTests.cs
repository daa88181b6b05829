using System.Text.Json;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.Plans;

/// <summary>Wherever a plan asks a question, a text that would change something is refused before anything is contacted.</summary>
public sealed class WritingCheckTests
{
    private const string Effect = "sql: { on: source, text: SELECT 1 }\n    undo: none\n    ";

    private static readonly Dictionary<string, string> Asking = new(StringComparer.Ordinal)
    {
        ["assert"] = "assert: { on: source, text: TEXT, not_empty: true }",
        ["query"] = "query: { on: source, text: TEXT, capture: [a] }",
        ["wait"] = "wait: { on: source, text: TEXT, not_empty: true, timeout: 1s }",
        ["wait fail_if"] = "wait: { on: source, text: SELECT 1, not_empty: true, timeout: 1s, fail_if: { text: TEXT } }",
        ["wait progress"] = "wait: { on: source, text: SELECT 1, not_empty: true, timeout: 1s, progress: { text: TEXT } }",
        ["compare"] = "compare: { a: source, b: other, text: TEXT, key: [a] }",
        ["generate"] = "generate: { from: source, on: source, text: TEXT }\n    undo: none",
        ["done_when"] = Effect + "done_when: { text: TEXT }",
        ["verify"] = Effect + "verify: { text: TEXT }",
    };

    public static TheoryData<string> Places => [.. Asking.Keys];

    [Theory]
    [MemberData(nameof(Places))]
    public void A_question_that_would_write_is_refused_with_its_place_and_a_remedy(string place)
    {
        const string Start = "  - id: step-";
        var steps = string.Concat(
            WritingQuestions.Open.Select(
                (sql, i) => $"{Start}{i}\n    {Asking[place].Replace("TEXT", JsonSerializer.Serialize(sql), StringComparison.Ordinal)}\n"
            )
        );
        using var test = new TestPlan(
            steps,
            environment: "environment: dev\nconnections: { source: { host: localhost, database: shop, username: me }, other: { host: localhost, database: copy, username: me } }\n"
        );
        var file = Path.Combine(test.Folder, "plan.yaml");
        File.WriteAllText(
            file,
            File.ReadAllText(file)
                .Replace("connections: { source: {} }", "connections: { source: {}, other: {} }", StringComparison.Ordinal)
        );
        var plan = PlanLoader.Load(test.Folder, test.Diagnostics)!;
        var environment = EnvironmentLoader.Load(plan, "dev", test.Overrides, readSecrets: false, _ => null, test.Diagnostics)!;
        PlanRenderer.Render(plan, environment, test.Diagnostics);

        var lines = File.ReadAllLines(file);
        for (var i = 0; i < WritingQuestions.Open.Count; i++)
        {
            var (from, next) = (Array.IndexOf(lines, Start + i) + 1, Array.IndexOf(lines, $"{Start}{i + 1}") + 1);
            var found = test.Diagnostics.Where(d => d.Place!.Value.Line > from && (next == 0 || d.Place.Value.Line < next)).ToList();
            Assert.True(found.Count > 0, $"{place}: nothing is said against {WritingQuestions.Open[i]}\n{test.Printed}");
            Assert.All(
                found,
                d =>
                    Assert.True(
                        d.Id is "PR3304" or "PR3305" or "PR4108" or "PR4109" && d.Help is { Length: > 0 },
                        $"{WritingQuestions.Open[i]}: {d.Id} {d.Message}"
                    )
            );
        }
    }
}
