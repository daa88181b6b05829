using PlanRunner.Runner.Environments;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Tests.Plans;
using Xunit;

namespace PlanRunner.Tests.Environments;

/// <summary>libpq's rules: https://www.postgresql.org/docs/current/libpq-pgpass.html</summary>
public sealed class PasswordFileTests
{
    private const string Step = "  - id: a\n    sql: { on: source, text: SELECT 1 }\n";
    private const string Environment =
        "environment: dev\nconnections: { source: { host: db.example.com, database: shop, username: me, password_file: pgpass } }\n";

    [Theory]
    [InlineData("db.example.com:5432:shop:me:hunter2", "hunter2")]
    [InlineData("# a comment\n\nother:5432:shop:me:no\n*:*:*:me:hunter2\r\n*:*:*:*:later", "hunter2")]
    [InlineData("db.example.com:5432:shop:me:with:colons and \\\\ and \\: in it", "with:colons and \\ and : in it")]
    [InlineData("db.example.com:5433:shop:me:other port\n*:*:postgres:*:other database", null)]
    [InlineData("db.example.com:5432:shop:\\*:an escaped star is a star", null)]
    [InlineData("db.example.com:5432:shop", null)]
    [InlineData("*:*:*:*:", null)]
    [InlineData("", null)]
    public void The_first_line_that_fits_gives_the_password(string text, string? expected) =>
        Assert.Equal(expected, PasswordFile.Find(text, new ConnectionSettings("source", "db.example.com", 5432, "shop", "me")));

    [Fact]
    public void A_named_file_gives_the_password_and_it_is_a_secret_of_the_connections_name()
    {
        using var test = new TestPlan(Step, environment: Environment);
        Write(test, "db.example.com:*:*:*:hunter2\n", UnixFileMode.UserRead);
        var environment = test.Bind(readSecrets: true);
        Assert.Equal("", test.Printed);
        Assert.Equal(
            ("hunter2", "source.password"),
            (environment.Connections["source"].Password, environment.Connections["source"].PasswordSecret)
        );
        Assert.Equal("hunter2", environment.Secrets["source.password"]);
    }

    [Theory]
    [InlineData(
        "*:*:*:*:hunter2\n",
        UnixFileMode.UserRead | UnixFileMode.GroupRead,
        "other users can read the password file \"pgpass\"\n  help: chmod 600 pgpass"
    )]
    [InlineData(
        "*:5433:*:*:hunter2\n",
        UnixFileMode.UserRead,
        "no line of the password file \"pgpass\" matches source (me@db.example.com:5432/shop)\n  help: add one: db.example.com:5432:shop:me:PASSWORD"
    )]
    [InlineData(null, UnixFileMode.UserRead, "cannot read \"pgpass\": there is no such file")]
    public void A_named_file_that_gives_none_is_a_mistake_at_its_place(string? text, UnixFileMode mode, string expected)
    {
        using var test = new TestPlan(Step, environment: Environment);
        if (text is not null)
            Write(test, text, mode);
        Assert.Null(test.Bind(readSecrets: true).Connections["source"].Password);
        Assert.StartsWith("environments/dev.yaml:2:", test.Printed, StringComparison.Ordinal);
        Assert.Contains(expected, Unframed(test.Printed), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", test.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_said_the_usual_file_is_looked_into_and_passed_over_where_others_may_read_it()
    {
        const string Unsaid = "environment: dev\nconnections: { source: { url_env: URL } }\n";
        using var test = new TestPlan(Step, environment: Unsaid);
        test.Variables["URL"] = "postgres://me@db.example.com/shop";
        test.Variables["PGPASSFILE"] = Write(test, "*:*:*:me:hunter2\n", UnixFileMode.UserRead);
        Assert.Equal("hunter2", test.Bind(readSecrets: true).Connections["source"].Password);
        File.SetUnixFileMode(test.Variables["PGPASSFILE"]!, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Null(test.Bind(readSecrets: true).Connections["source"].Password);
        test.Variables.Remove("PGPASSFILE");
        test.Variables["HOME"] = test.Folder;
        Assert.Null(test.Bind(readSecrets: true).Connections["source"].Password);
        Assert.Equal("", test.Printed);
    }

    [Fact]
    public void A_password_and_a_password_file_contradict_each_other()
    {
        using var test = new TestPlan(
            Step,
            environment: Environment.Replace("password_file", "password: one, password_file", StringComparison.Ordinal)
                + "secrets: { one: { env: ONE } }\n"
        );
        test.Variables["ONE"] = "hunter2";
        test.Bind(readSecrets: true);
        Assert.Contains("error PR3069: connection \"source\" has a password and a password file", test.Printed, StringComparison.Ordinal);
    }

    private static string Write(TestPlan test, string text, UnixFileMode mode)
    {
        var path = Path.Combine(test.Folder, "environments", "pgpass");
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    // The message and its help without the source's line between them.
    private static string Unframed(string printed) =>
        string.Join('\n', printed.Split('\n').Where(line => !line.Contains('|', StringComparison.Ordinal)));
}
