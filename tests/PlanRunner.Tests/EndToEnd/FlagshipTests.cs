using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// The flagship plan on two real servers of different majors, with roles that are not superusers and an application writing all the
/// while, through everything that can happen to its freeze. One long story, because every part needs the one before it.
/// </summary>
[Collection(WholeMachine.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class FlagshipTests : IAsyncLifetime
{
    private CanaryWatch canaries = null!;
    private MigrationSandbox migration = null!;

    private string[] Where => migration.Where;

    public async Task InitializeAsync()
    {
        migration = await MigrationSandbox.SetUpAsync(small: false);
        canaries = new CanaryWatch(Directory.EnumerateFiles(Path.Combine(migration.Sandbox, "secrets")).Select(File.ReadAllText));
    }

    public async Task DisposeAsync() => await migration.DisposeAsync();

    [Fact]
    public async Task The_migration_survives_what_can_happen_to_its_freeze_and_nothing_is_lost()
    {
        var before = await RunAsync(["dry-run", .. Where, "--detailed-exitcode", "--verbose"]);
        Expect(2, before);
        Assert.Matches(@"Plan: \d+ to run", before.Output);
        Assert.False(File.Exists(migration.StateFile));
        Expect(0, await RunAsync(["apply", .. Where, "--yes", "--verbose", "--until", "check"]));

        await FailsInsideAsync();
        await DiesInsideAndIsLeftAloneAsync();
        await FailsBehindTheSwitchAsync();

        Expect(0, await RunAsync(["apply", .. Where, "--yes", "--verbose"]));
        var again = await RunAsync(["apply", .. Where, "--yes", "--verbose"]);
        Expect(0, again);
        Assert.StartsWith("Nothing to run", again.Output, StringComparison.Ordinal);
        Expect(0, await RunAsync(["dry-run", .. Where, "--detailed-exitcode"]));

        migration.Outputs.Add(await File.ReadAllTextAsync(migration.StateFile));
        var proof = await RunAsync("rehearse", migration.Plan, "--sandbox", migration.Sandbox, "--yes", "--verbose");
        Expect(0, proof);
        Assert.Matches(@"Proof: 13 tables, \d[\d,]+ rows equal; [\d,]+ acknowledged writes, 0 lost, 0 doubled", proof.Output);
        Assert.False(Directory.Exists(migration.Sandbox));

        Assert.Empty(await canaries.StopAsync());
        Assert.All(migration.Outputs, output => Assert.Empty(canaries.In(output)));
    }

    private async Task FailsInsideAsync()
    {
        await MigrationSandbox.AskAsync(migration.Target, "INSERT INTO shop.shelf VALUES (9999, 'not on the source')");

        var failed = await RunAsync(["apply", .. Where, "--yes", "--verbose"]);

        Expect(1, failed);
        Assert.Contains("FAILED    cutover/equal", failed.Error, StringComparison.Ordinal);
        Assert.Contains("reopened  cutover  all its steps are undone", failed.Error, StringComparison.Ordinal);
        await migration.TakesWritesAsync();
        await MigrationSandbox.AskAsync(migration.Target, "DELETE FROM shop.shelf WHERE id = 9999");
    }

    private async Task DiesInsideAndIsLeftAloneAsync()
    {
        await migration.EditAsync("plan.yaml", "timeout: 20m", "timeout: 8s");

        await migration.RunDyingAsync("done:cutover/freeze", ["apply", .. Where, "--yes"]);

        Assert.Equal("f", await MigrationSandbox.AskAsync(migration.Source, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'shop_web'"));
        var status = await RunAsync(["status", .. Where]);
        Assert.Contains("OPEN     cutover: open since", status.Output, StringComparison.Ordinal);
        await MigrationSandbox.EventuallyAsync(
            "the window's time is over",
            async () => (await RunAsync(["status", .. Where])).Output.Contains("it timed out at", StringComparison.Ordinal)
        );
        await migration.EditAsync("plan.yaml", "timeout: 8s", "timeout: 20m");
    }

    private async Task FailsBehindTheSwitchAsync()
    {
        await migration.EditAsync("smoke-write.sql", "{{~ else ~}}", "{{~ else ~}}\nSELECT 1 / 0;");

        var failed = await RunAsync(["apply", .. Where, "--yes", "--verbose"]);

        Expect(1, failed);
        var undone = failed.Error.IndexOf("undone    cutover/freeze", StringComparison.Ordinal);
        var frozenAnew = failed.Error.IndexOf("ok        cutover/freeze", StringComparison.Ordinal);
        Assert.True(undone >= 0 && frozenAnew > undone, failed.Error);
        Assert.Contains("FAILED    smoke-write", failed.Error, StringComparison.Ordinal);
        Assert.Contains("group \"cutover\" is done and stays done", failed.Error, StringComparison.Ordinal);
        Assert.Equal("f", await MigrationSandbox.AskAsync(migration.Source, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'shop_web'"));
        await migration.EditAsync("smoke-write.sql", "\nSELECT 1 / 0;", "");
    }

    private Task<ProcessResult> RunAsync(params string[] arguments) => migration.RunAsync(arguments);

    private static void Expect(int exitCode, ProcessResult result) => MigrationSandbox.Expect(exitCode, result);
}
