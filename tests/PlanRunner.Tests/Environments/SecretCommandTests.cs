using PlanRunner.Runner.Environments;
using PlanRunner.Tests.Plans;
using Xunit;

namespace PlanRunner.Tests.Environments;

public sealed class SecretCommandTests
{
    private const string Step = "  - id: a\n    sql: { on: source, text: SELECT 1 }\n";

    [Fact]
    public void What_it_prints_is_the_secret_and_it_runs_without_a_shell_in_the_environments_folder()
    {
        using var test = Test("[./vault, read, \"a b; $HOME `id`\"]");
        WriteProgram(test, "printf '%s|%s|%s\\n\\n' \"$#\" \"$2\" \"$(cat | wc -c)\"");
        var environment = test.Bind(readSecrets: true);
        Assert.Equal("", test.Printed);
        Assert.Equal("2|a b; $HOME `id`|0", environment.Secrets["one"]);
    }

    [Fact]
    public void Without_reading_secrets_it_does_not_run()
    {
        using var test = Test("[./vault]");
        WriteProgram(test, "touch ran; echo secret");
        Assert.Equal("(secret one)", test.Bind().Secrets["one"]);
        Assert.False(File.Exists(Path.Combine(test.Folder, "environments", "ran")));
    }

    [Theory]
    [InlineData(
        "echo hunter2; echo \"warning\" >&2; echo \"no session, have hunter2\" >&2; exit 4",
        "it ended with exit code 4: no session, have (secret value)"
    )]
    [InlineData("echo", "it printed nothing")]
    [InlineData("printf 'a\\0b'", "its output cannot be a secret: it is too long, or not text")]
    [InlineData("yes | head -c 2000000", "its output cannot be a secret: it is too long, or not text")]
    [InlineData(null, "the program ./vault was not found")]
    public void One_that_gives_none_is_a_mistake_at_its_place_that_never_shows_what_it_printed(string? script, string why)
    {
        using var test = Test("[./vault]");
        if (script is not null)
            WriteProgram(test, script);
        test.Bind(readSecrets: true);
        Assert.StartsWith(
            $"environments/dev.yaml:3:19: error PR3062: the command of secret \"one\" failed: {why}\n",
            test.Printed,
            StringComparison.Ordinal
        );
        Assert.Contains("\n  help: ", test.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", test.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_the_command_and_all_that_it_started()
    {
        using var test = Test("[./vault]");
        WriteProgram(test, "sleep 600 & echo $! >child.new; mv child.new child; wait");
        using var stop = new CancellationTokenSource();
        var request = new EnvironmentRequest(test.Overrides, ReadSecrets: true, _ => null) { Stop = stop.Token };
        var binding = Task.Run(() => EnvironmentLoader.Load(test.Load(), "dev", request, []));
        var child = Path.Combine(test.Folder, "environments", "child");
        await Until(() => File.Exists(child));
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => binding);
        var pid = (await File.ReadAllTextAsync(child)).Trim();
        await Until(() => !Directory.Exists($"/proc/{pid}"));
    }

    private static TestPlan Test(string command) =>
        new(
            Step,
            "secrets: [one]",
            $"environment: dev\nsecrets:\n  one: {{ command: {command} }}\nconnections: {{ source: {{ host: localhost, database: shop, username: me }} }}\n"
        );

    private static void WriteProgram(TestPlan test, string script)
    {
        var path = Path.Combine(test.Folder, "environments", "vault");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(20, patience.Token);
    }
}
