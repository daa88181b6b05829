using PlanRunner.Runner.Rendering;
using PlanRunner.Steps.Contract;
using PlanRunner.Tests.Plans;
using Xunit;

namespace PlanRunner.Tests.Rendering;

public sealed class PlanRendererTests
{
    [Fact]
    public void Foreach_makes_an_instance_an_item_with_paths_that_survive_any_key()
    {
        using var test = new TestPlan(
            """
              - id: each
                foreach: tables
                as: table
                key: name
                title: 'Table {{ table.name }}'
                steps:
                  - id: count
                    query: { on: source, text: 'SELECT count(*) AS n FROM {{ table.name | sql.ident }}', capture: [n] }
                  - id: columns
                    foreach: table.columns
                    sql: { on: source, text: 'ALTER TABLE {{ table.name | sql.ident }} DROP COLUMN {{ item | sql.ident }}' }

            """,
            "variables: { tables: { type: list, default: [{ name: 'a/b', columns: [x, '[y]'] }, { name: '50%', columns: [] }] } }"
        );
        var plan = test.Render();
        Assert.Equal(
            ["each[a%2Fb]/count", "each[a%2Fb]/columns[x]", "each[a%2Fb]/columns[%5By%5D]", "each[50%25]/count"],
            plan.Leaves.Select(s => s.Path.Value)
        );
        Assert.Equal("ALTER TABLE \"a/b\" DROP COLUMN \"x\"", plan.Leaves.ElementAt(1).Body!.Redacted);
        Assert.Equal(["Table a/b", "Table 50%"], plan.Steps.Select(s => s.Title));
        Assert.Equal(["a/b", "50%"], plan.Steps.Select(s => s.InstanceKey));
    }

    [Fact]
    public void When_leaves_out_a_step_and_all_that_is_in_it()
    {
        using var test = new TestPlan(
            """
              - id: never
                when: environment == 'production'
                steps:
                  - id: inside
                    sql: { on: source, text: SELECT 1 }
              - id: always
                when: "{{ environment == 'dev' && !false }}"
                sql: { on: source, text: SELECT 1 }

            """
        );
        Assert.Equal([("never/inside", false), ("always", true)], test.Render().Leaves.Select(s => (s.Path.Value, s.Included)));
    }

    [Fact]
    public void Settings_lie_over_each_other_and_a_kinds_deadline_is_the_closest()
    {
        using var test = new TestPlan(
            """
              - id: group
                settings: { role: owner, lock_timeout: 1s }
                steps:
                  - id: a
                    settings: { lock_timeout: 2s }
                    sql: { on: source, text: SELECT 1 }
                  - id: b
                    wait: { on: source, text: SELECT true, is_true: true, timeout: 7d }

            """,
            "defaults: { timeout: 10m, settings: { search_path: '', lock_timeout: 5s } }"
        );
        var plan = test.Render();
        Assert.Equal(
            "lock_timeout=2s role=owner search_path=",
            string.Join(' ', plan.Leaves.First().Settings.OrderBy(s => s.Key).Select(s => $"{s.Key}={s.Value}"))
        );
        Assert.Equal([TimeSpan.FromMinutes(10), TimeSpan.FromDays(7)], plan.Leaves.Select(s => s.Timeout!.Value));
        Assert.Null(plan.Steps[0].Timeout);
    }

    [Fact]
    public void A_secret_reaches_the_text_and_people_see_its_name()
    {
        using var test = new TestPlan(
            "  - id: a\n    title: 'Set {{ secrets.pw }}'\n    sql: { on: source, text: 'ALTER ROLE me PASSWORD {{ secrets.pw | sql.literal }}' }\n",
            "secrets: [pw]",
            "environment: dev\nsecrets: { pw: { env: PW } }\nconnections: { source: { host: h, database: d, username: u } }\n"
        );
        test.Variables["PW"] = "hunter2";
        var step = test.Render(readSecrets: true).Leaves.Single();
        Assert.Equal("ALTER ROLE me PASSWORD  E'(secret pw)'", step.Body!.Redacted);
        Assert.Equal("Set (secret pw)", step.Title);
    }

    [Fact]
    public void The_fingerprint_is_that_of_what_will_run()
    {
        var one = Of("sql: { on: source, text: 'SELECT {{ secrets.pw | sql.literal }}' }", "hunter2");
        Assert.Equal(
            one.Fingerprint,
            Of(
                "sql: { on: source, text: 'SELECT {{ secrets.pw | sql.literal }}' }\n    title: Other\n    retry: { attempts: 9 }",
                "rotated"
            ).Fingerprint
        );
        Assert.Equal(one.Fingerprint, Of("sql: { on: source, text: \"SELECT {{secrets.pw|sql.literal}}\" }", "hunter2").Fingerprint);
        Assert.NotEqual(
            one.SourceFingerprint,
            Of("sql: { on: source, text: \"SELECT {{secrets.pw|sql.literal}}\" }", "hunter2").SourceFingerprint
        );
        Assert.NotEqual(
            one.Fingerprint,
            Of("sql: { on: source, text: 'SELECT {{ secrets.pw | sql.literal }}', transaction: forbidden }", "hunter2").Fingerprint
        );
    }

    [Theory]
    [InlineData("SELECT 1,\n  {{ nobody }}", "part.sql:2:6")]
    [InlineData("SELECT 1,\n  {{ if }}", "part.sql:2:")]
    [InlineData("SELECT 1;\n\nCOMMIT", "part.sql:3:1")]
    public void A_mistake_in_an_included_file_is_told_where_it_stands(string part, string place)
    {
        using var test = new TestPlan("  - id: a\n    sql: { on: source, text: \"{{ include 'part.sql' }}\" }\n");
        File.WriteAllText(Path.Combine(test.Folder, "part.sql"), part);
        PlanRenderer.Render(test.Load(), test.Bind(), test.Diagnostics);
        Assert.All(test.Diagnostics, diagnostic => Assert.Contains(place, diagnostic.Place.ToString(), StringComparison.Ordinal));
        Assert.NotEmpty(test.Diagnostics);
    }

    [Fact]
    public void References_are_resolved_to_paths()
    {
        using var test = new TestPlan(
            """
              - id: group
                steps:
                  - id: read
                    query: { on: source, text: SELECT 1 AS n, capture: [n] }
                  - id: use
                    sql: { on: source, text: 'UPDATE t SET a = :n', params: { n: read.n } }
                    undo: { sql: { on: source, text: 'UPDATE t SET a = :n', params: { n: group/read.n } } }

            """
        );
        var use = test.Render().Leaves.Last().Step;
        Assert.Equal("group/read", use.Body!.Parameters["n"].Resolved!.Value.Value);
        Assert.Equal("group/read", use.Undo!.Body!.Parameters["n"].Resolved!.Value.Value);
    }

    [Fact]
    public void A_manual_steps_own_probe_is_its_done_when()
    {
        using var test = new TestPlan("  - id: a\n    manual: { instructions: Do it., done_when: { on: source, text: SELECT true } }\n");
        Assert.Equal("source", test.Render().Leaves.Single().DoneWhen!.Connection);
    }

    private static RenderedStep Of(string body, string secret)
    {
        using var test = new TestPlan(
            $"  - id: a\n    {body}\n",
            "secrets: [pw]",
            "environment: dev\nsecrets: { pw: { env: PW } }\nconnections: { source: { host: h, database: d, username: u } }\n"
        );
        test.Variables["PW"] = secret;
        return test.Render(readSecrets: true).Leaves.Single();
    }
}
