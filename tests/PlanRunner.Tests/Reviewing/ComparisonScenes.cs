using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;
using PlanRunner.Tests.Plans;
using Xunit;

namespace PlanRunner.Tests.Reviewing;

/// <summary>One plan in two environments that differ in every way, with the states that real runs leave.</summary>
internal sealed class ComparisonScenes : IDisposable
{
    private const string Head = """
        description: Gives every shop its own prices.
        secrets: [reporting_password]
        variables:
          currency: { default: EUR }
          patience: { default: 5s }
          label: { default: "prices in {{ currency }}" }
          tables: { type: list, default: [orders, lines] }
        """;

    private const string Steps = """
          - id: prepare
            title: Make room in {{ environment }}
            steps:
              - id: column
                title: Add the column
                sql:
                  on: source
                  text: |
                    ALTER TABLE orders
                        ADD COLUMN currency text DEFAULT {{ currency | sql.literal }};
                    COMMENT ON COLUMN orders.currency IS {{ label | sql.literal }};
                undo: { sql: { on: source, text: "ALTER TABLE orders DROP COLUMN currency" } }
              - id: role
                sql: { on: source, text: "CREATE ROLE reporting LOGIN PASSWORD {{ secrets.reporting_password | sql.literal }}" }
                undo: { sql: { on: source, text: "COMMENT ON ROLE reporting IS {{ label | sql.literal }}" } }
          - id: fill
            foreach: tables
            sql: { on: source, text: "UPDATE {{ item | sql.ident }} SET currency = 'EUR'" }
            settings: { lock_timeout: "{{ patience }}" }
            undo: none
          - id: index
            sql: { on: source, text: "CREATE INDEX ON orders{{ if environment == 'production' }} {{ end }} (currency)" }
            undo: none
          - id: extras
            when: environment != 'production'
            steps:
              - id: samples
                sql: { on: source, text: "INSERT INTO orders DEFAULT VALUES" }
                undo: none
          - id: announce
            when: environment == 'production'
            manual: { instructions: Tell @support. }
          - id: never
            when: currency == 'GBP'
            sql: { on: source, text: SELECT 1 }
            undo: none
          - id: tidy
            sql: { on: source, text: ANALYZE orders }
            undo: none
        """;

    private const string Staging = """
        environment: staging
        secrets: { reporting_password: { env: STAGING_PW }, password: { env: STAGING_SOURCE } }
        connections: { source: { host: staging.example.com, database: shop, username: migration, password: password } }
        """;

    private const string Production = """
        environment: production
        protected: true
        variables: { currency: USD, patience: 1s, tables: [lines, orders-archive] }
        secrets: { reporting_password: { env: PW }, production_password: { env: SOURCE } }
        connections:
          source:
            host: production.example.com
            port: 6432
            database: shop
            username: migration
            password: production_password
            ssl_mode: verify-ca
            root_certificate: certificates/root.crt
            major: 17
            markers: database
        """;

    private const string Local = "environment: staging\nconnections: { source: { host: localhost, database: shop, username: me } }\n";

    public static readonly IReadOnlyList<string> Names = ["nothing-done", "behind", "trouble", "twins"];

    private readonly List<TestPlan> plans = [];

    public void Dispose() => plans.ForEach(plan => plan.Dispose());

    public Comparison Of(string name)
    {
        var (staging, production) = Render(
            Head,
            Steps,
            Staging,
            name == "twins" ? Staging.Replace("environment: staging", "environment: production", StringComparison.Ordinal) : Production
        );
        return name switch
        {
            "behind" => Compare(
                staging,
                Done(staging, "prepare/column", "prepare/role", "fill[orders]", "fill[lines]", "index", "extras/samples"),
                production,
                Done(production, "prepare/column")
            ),
            "trouble" => Compare(staging, Troubled(staging), production, StateSnapshot.Empty),
            "twins" => Of("environment != 'production'", "environment == 'production'"),
            _ => Compare(staging, StateSnapshot.Empty, production, StateSnapshot.Empty),
        };
    }

    /// <summary>Environments that differ in nothing but their names, which no step uses.</summary>
    private Comparison Of(string first, string second)
    {
        var steps = Steps
            .Replace(first, "true", StringComparison.Ordinal)
            .Replace(second, "true", StringComparison.Ordinal)
            .Replace(" in {{ environment }}", "", StringComparison.Ordinal);
        var (staging, production) = Render(
            Head,
            steps,
            Staging,
            Staging.Replace("environment: staging", "environment: production", StringComparison.Ordinal)
        );
        return Compare(staging, Done(staging, "prepare/column"), production, Done(production, "prepare/column"));
    }

    /// <summary>A plan of so many steps, each with another text in the two environments.</summary>
    public Comparison Large(int count)
    {
        var steps = string.Concat(
            Enumerable
                .Range(0, count)
                .Select(n =>
                    $"  - id: step-{n}\n    sql: {{ on: source, text: \"UPDATE part_{n} SET place = {{{{ environment | sql.literal }}}}\" }}\n    undo: none\n"
                )
        );
        var (staging, production) = Render("", steps, Local, Local.Replace("staging", "production", StringComparison.Ordinal));
        return Compare(staging, Done(staging, [.. staging.Leaves.Select(leaf => leaf.Path.Value)]), production, StateSnapshot.Empty);
    }

    /// <summary>A guarded group that was begun in the first environment, and whose time is over.</summary>
    public Comparison Open()
    {
        const string Window =
            "  - id: window\n    on_failure: undo\n    timeout: 5m\n    steps:\n      - id: freeze\n        sql: { on: source, text: \"REVOKE UPDATE ON orders FROM shop\" }\n        undo: { sql: { on: source, text: \"GRANT UPDATE ON orders TO shop\" } }\n";
        var (staging, production) = Render("", Window, Local, Local.Replace("staging", "production", StringComparison.Ordinal));
        var state = Done(staging);
        state.Apply(
            new StepStarted("r1", "window", StepEffect.None)
            {
                At = SceneStates.At,
                Kind = "steps",
                TimeoutSeconds = 300,
            }
        );
        return Compare(staging, state, production, StateSnapshot.Empty);
    }

    /// <summary>Steps with variables of their own, compared before anything ran.</summary>
    public Comparison Of(string variables, string steps, string first, string second)
    {
        string Environment(string name, string given) =>
            $"environment: {name}\nvariables: {{ {given} }}\nconnections: {{ source: {{ host: localhost, database: shop, username: me }} }}\n";
        var (staging, production) = Render(
            $"variables: {{ {variables} }}",
            steps,
            Environment("staging", first),
            Environment("production", second)
        );
        return Compare(staging, StateSnapshot.Empty, production, StateSnapshot.Empty);
    }

    private static Comparison Compare(RenderedPlan first, StateSnapshot firstState, RenderedPlan second, StateSnapshot secondState) =>
        new ComparisonBuilder(
            new ComparedSide(ChangePlanner.Decide(first, firstState, SceneStates.At.AddHours(1))),
            new ComparedSide(ChangePlanner.Decide(second, secondState, SceneStates.At.AddHours(1)))
        ).Build();

    private (RenderedPlan First, RenderedPlan Second) Render(string head, string steps, string first, string second)
    {
        var test = new TestPlan(steps, head);
        plans.Add(test);
        File.WriteAllText(Path.Combine(test.Folder, "args.sql"), "SELECT {{ args.inner }}, {{ args.more | sql.literal }}");
        File.WriteAllText(Path.Combine(test.Folder, "environments", "staging.yaml"), first);
        File.WriteAllText(Path.Combine(test.Folder, "environments", "production.yaml"), second);
        var plan = test.Load();
        Assert.Equal("", test.Printed);
        return (Rendered("staging"), Rendered("production"));

        RenderedPlan Rendered(string name)
        {
            // As the command does it: no secret is read.
            var environment = EnvironmentLoader.Load(plan, name, test.Overrides, readSecrets: false, _ => "canary-4711", test.Diagnostics);
            var rendered = environment is null ? null : PlanRenderer.Render(plan, environment, test.Diagnostics);
            Assert.Equal("", test.Printed);
            return rendered!;
        }
    }

    private static StateSnapshot Done(RenderedPlan plan, params string[] paths)
    {
        var state = SceneStates.Opened(plan.Environment.Name);
        foreach (var leaf in plan.Leaves.Where(leaf => paths.Contains(leaf.Path.Value)))
            SceneStates.Done(state, leaf);
        return state;
    }

    // A text that was edited since, one in doubt, one that failed, and one that is no longer in the plan.
    private static StateSnapshot Troubled(RenderedPlan plan)
    {
        var state = Done(plan, "prepare/column", "prepare/role");
        var leaves = plan.Leaves.ToDictionary(leaf => leaf.Path.Value, StringComparer.Ordinal);
        state.Apply(new StepAccepted("prepare/role", "as it ran", "ada", "build-7", "v1:0", "CREATE ROLE reports") { At = SceneStates.At });
        SceneStates.Failed(state, leaves["fill[orders]"], StepEffect.Transaction, "canceling statement due to lock timeout", certain: true);
        SceneStates.Failed(state, leaves["fill[lines]"], StepEffect.Transaction, "the connection was lost", certain: false);
        state.Apply(
            new StepStarted("r1", "old/step", StepEffect.Transaction)
            {
                At = SceneStates.At,
                Kind = "sql",
                Text = "v1:0",
                Rendered = "SELECT 1",
            }
        );
        state.Apply(new StepDone("r1", "old/step", "ran") { At = SceneStates.At });
        return state;
    }
}
