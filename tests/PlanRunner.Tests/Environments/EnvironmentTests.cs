using PlanRunner.Runner.Environments;
using PlanRunner.Templating;
using PlanRunner.Tests.Plans;
using Xunit;

namespace PlanRunner.Tests.Environments;

public sealed class EnvironmentTests
{
    private const string Step = "  - id: a\n    sql: { on: source, text: SELECT 1 }\n";

    [Fact]
    public void Variables_keep_their_types_and_may_be_templates_in_any_order()
    {
        using var test = new TestPlan(
            Step,
            "variables: { first: {}, second: { type: integer }, third: { type: list }, fourth: { default: '{{ environment }}-{{ second }}' }, fifth: { type: number } }",
            "environment: dev\nvariables:\n  first: '{{ third[0] }}@{{ connections.source.host }}'\n  second: '{{ connections.source.port + 1 }}'\n  third: [a, '{{ environment }}']\n  fifth: 1.5\nconnections: { source: { host: localhost, database: shop, username: me } }\n"
        );
        var variables = test.Bind().Variables;
        Assert.Equal("", test.Printed);
        Assert.Equal("a@localhost", ((TextValue)variables["first"]!).Text);
        Assert.Equal(5433L, Convert.ToInt64(variables["second"]));
        Assert.Equal(["a", "dev"], ((TemplateArray)variables["third"]!).Select(v => ((TextValue)v!).Text));
        Assert.Equal("dev-5433", ((TextValue)variables["fourth"]!).Text);
        Assert.Equal(1.5m, variables["fifth"]);
    }

    [Fact]
    public void The_command_line_overrides_by_the_declared_type()
    {
        using var test = new TestPlan(Step, "variables: { text: {}, number: { type: integer }, list: { type: list } }");
        test.Overrides["text"] = "5";
        test.Overrides["number"] = "5";
        test.Overrides["list"] = "[a, b]";
        var variables = test.Bind().Variables;
        Assert.Equal("", test.Printed);
        Assert.Equal("5", ((TextValue)variables["text"]!).Text);
        Assert.Equal(5L, Convert.ToInt64(variables["number"]));
        Assert.Equal(2, ((TemplateArray)variables["list"]!).Count);
    }

    [Fact]
    public void A_wrong_override_is_told_at_what_was_typed()
    {
        using var test = new TestPlan(Step, "variables: { number: { type: integer } }");
        test.Overrides["number"] = "many";
        test.Overrides["numbr"] = "1";
        test.Bind();
        Snapshot.Verify(test.Printed);
    }

    [Fact]
    public void Secrets_come_from_variables_and_files_and_all_that_is_missing_is_told_at_once()
    {
        const string Environment =
            "environment: dev\nsecrets: { one: { env: ONE }, two: { file: two.txt }, three: { env: THREE }, four: { file: four.txt } }\nconnections: { source: { host: db.example.com, database: shop, username: me, password: one, root_certificate: ca.pem } }\n";
        using var test = new TestPlan(Step, "secrets: [two, three, four]", Environment);
        test.Variables["ONE"] = "hunter1";
        File.WriteAllText(Path.Combine(test.Folder, "environments", "two.txt"), "hunter2\n");
        var environment = test.Bind(readSecrets: true);
        Assert.Equal("hunter1", environment.Connections["source"].Password);
        Assert.Equal("one", environment.Connections["source"].PasswordSecret);
        Assert.Equal("verify-full", environment.Connections["source"].SslMode);
        Assert.Equal("hunter2", environment.Secrets["two"]);
        Snapshot.Verify(test.Printed);
    }

    [Fact]
    public void Without_reading_a_placeholder_stands_for_each_secret_and_URL()
    {
        using var test = new TestPlan(
            Step,
            "secrets: [one]",
            "environment: dev\nsecrets: { one: { env: ONE } }\nconnections: { source: { url_env: URL, major: 17 } }\n"
        );
        test.Variables["ONE"] = test.Variables["URL"] = "hunter2";
        var environment = test.Bind();
        Assert.Equal("", test.Printed);
        Assert.Equal("(secret one)", environment.Secrets["one"]);
        Assert.Equal("source (username-in-URL@host-in-URL:5432/database-in-URL)", environment.Connections["source"].ToString());
    }

    [Fact]
    public void A_URL_gives_the_connection_and_its_password_is_a_secret_of_the_variables_name()
    {
        using var test = new TestPlan(Step, environment: "environment: dev\nconnections: { source: { url_env: URL, major: 17 } }\n");
        test.Variables["URL"] = "postgres://me:hunter2@db.example.com:6543/shop?sslmode=require";
        var environment = test.Bind(readSecrets: true);
        Assert.Equal("", test.Printed);
        Assert.Equal("source (me@db.example.com:6543/shop)", environment.Connections["source"].ToString());
        Assert.Equal(
            ("require", 17, "URL"),
            (
                environment.Connections["source"].SslMode,
                environment.Connections["source"].Major,
                environment.Connections["source"].PasswordSecret
            )
        );
        Assert.Equal("hunter2", environment.Secrets["URL"]);
    }

    [Fact]
    public void A_URL_that_cannot_be_used_is_never_shown()
    {
        using var test = new TestPlan(Step, environment: "environment: dev\nconnections: { source: { url_env: URL } }\n");
        test.Variables["URL"] = "postgres://me:hunter2@db.example.com:port/shop";
        test.Bind(readSecrets: true);
        Snapshot.Verify(test.Printed);
    }

    [Fact]
    public void A_sandbox_is_bound_again_when_its_clusters_run_and_keeps_its_secrets()
    {
        const string Environment = """
            environment: dev
            variables: { port: '{{ connections.source.port }}' }
            secrets: { pw: { generated: true } }
            connections:
              source: { sandbox: { major: 15, database: shop, username: me, password: pw, settings: { wal_level: logical, max_wal_senders: 20 } } }
            """;
        using var test = new TestPlan(Step, "variables: { port: { type: integer } }", Environment);
        var plan = test.Load();
        var before = test.Bind(readSecrets: true);
        var after = EnvironmentLoader.Rebind(
            plan,
            before,
            new Dictionary<string, SandboxServer> { ["source"] = new("127.0.0.1", 54321, "/root.crt") },
            test.Overrides,
            test.Diagnostics
        )!;
        Assert.Equal("", test.Printed);
        Assert.Equal(54321L, Convert.ToInt64(after.Variables["port"]));
        Assert.Equal(54321, after.Connections["source"].Port);
        Assert.Equal(24, before.Secrets["pw"].Length);
        Assert.Equal(before.Secrets["pw"], after.Secrets["pw"]);
        Assert.Equal("logical", after.Sandbox!.Clusters["source"].Settings["wal_level"]);
    }

    [Fact]
    public void An_unknown_environment_suggests_the_nearest()
    {
        using var test = new TestPlan(Step);
        var plan = test.Load();
        Assert.Equal(["dev"], EnvironmentLoader.Names(plan));
        Assert.Null(EnvironmentLoader.Load(plan, "dve", test.Overrides, false, _ => null, test.Diagnostics));
        Assert.Equal("error PR3060: plan \"test\" has no environment \"dve\"\n  help: did you mean \"dev\"?\n\n1 error", test.Printed);
    }

    [Fact]
    public void An_environment_may_be_given_by_its_path()
    {
        using var test = new TestPlan(Step);
        var path = Path.Combine(test.Folder, "elsewhere.yaml");
        File.WriteAllText(path, "environment: other\nprotected: true\nconnections: { source: { host: h, database: d, username: u } }\n");
        var environment = EnvironmentLoader.Load(test.Load(), path, test.Overrides, false, _ => null, test.Diagnostics)!;
        Assert.Equal("", test.Printed);
        Assert.Equal(("other", true), (environment.Name, environment.Protected));
    }
}
