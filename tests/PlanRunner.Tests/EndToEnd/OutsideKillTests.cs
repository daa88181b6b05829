using PlanRunner.Tests.Postgres;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// A plan of every statement that Postgres runs outside transactions, killed at each of them: right before it is sent, and when it was
/// done and not yet journaled. Nobody is asked, and each is there once. ./test takes one of the moments for each, ./test --soak all.
/// </summary>
[Trait(SoakSeries.Trait, SoakSeries.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class OutsideKillTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly string[] Moments = ["running", "done"];

    [Fact]
    public async Task Killed_at_every_statement_outside_transactions_the_catalog_settles_it_and_nobody_is_asked()
    {
        using var series = new SoakSeries("statements outside transactions, killed before they are sent and when they were done", 0.05);
        foreach (var shift in Soak.Asked ? new[] { 0, 1 } : [Soak.Seed % 2])
        {
            var name = $"outside_{shift}";
            var plan = Plan($"other_{shift}");
            await using var scenario = await PlanScenario.NewAsync(postgres.Cluster, name, plan.Text);
            await PostgresFixture.SqlAsync(postgres.Cluster.Superuser(), $"ALTER ROLE {name} SUPERUSER");
            var kills = 0;
            foreach (var (step, n) in plan.Steps.Select((step, n) => (step, n)))
            {
                var moment = Moments[(n + shift) % 2];
                var died = await PlanRunnerProcess.RunDyingAsync(
                    scenario.Folder,
                    before: moment == "done",
                    $"{moment}:{step}",
                    "apply",
                    "plan.yaml",
                    "--env",
                    "here",
                    "--yes"
                );
                Assert.True(died.ExitCode > 128, $"{moment} {step}: exit {died.ExitCode}\n{died.Error}\n{await scenario.JournalAsync()}");
                kills++;
            }

            series.Count(new SoakCounts(Kills: kills));
            var last = await scenario.ApplyAsync();
            Assert.True(last.ExitCode == 0, scenario.Log);
            Assert.All(await scenario.MarksAsync(), mark => Assert.EndsWith(" done", mark, StringComparison.Ordinal));
            Assert.Equal(
                ["good,it's,bad"],
                await scenario.QueryAsync(
                    "SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = 'app.mood'::regtype"
                )
            );
            Assert.Equal(
                ["person person_lower_idx"],
                await scenario.QueryAsync(
                    "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relname ~ '^person'"
                )
            );
        }
    }

    private static (string Text, IReadOnlyList<string> Steps) Plan(string other)
    {
        var text = new System.Text.StringBuilder(
            """
            plan: outside
            version: 1
            connections: { db: { description: One } }
            steps:
              - id: schema
                sql: { on: db, text: "CREATE SCHEMA app; CREATE TABLE app.person (id int, mail text, name varchar(20))" }

            """
        );
        var steps = new List<string>();
        foreach (
            var (before, statement, _) in EndStateTests
                .Statements(other)
                .Where(s => !s.Statement.EndsWith("PREPARED '" + other + "'", StringComparison.Ordinal))
        )
        {
            var id = $"s{steps.Count}";
            if (before.Length > 0)
                text.Append(
                    $"  - id: {id}-before\n    sql: {{ on: db, text: \"{before.Replace("'good'", "'good', 'bad'", StringComparison.Ordinal)}\" }}\n"
                );
            text.Append(
                $"  - id: {id}\n    sql:\n      on: db\n      transaction: forbidden\n      text: |\n        {statement}\n    waive: {{ loses-data: \"made here\" }}\n"
            );
            steps.Add(id);
        }

        return (text.ToString(), steps);
    }
}
