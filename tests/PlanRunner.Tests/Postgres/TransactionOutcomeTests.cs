using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Transactions;
using Xunit;

namespace PlanRunner.Tests.Postgres;

[Collection(RotatedPostgresCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
[Trait(Majors.Trait, Majors.Rotated)]
public sealed class TransactionOutcomeTests(RotatedPostgresFixture postgres)
{
    [Theory]
    [InlineData(true, CommitFate.Committed)]
    [InlineData(false, CommitFate.Aborted)]
    public async Task A_transaction_that_ended_is_known(bool commit, object fate)
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        CommitPoint point;
        await using (var session = await OpenAsync(bench))
        {
            await session.BeginAsync(readOnly: false, default);
            point = await session.CommitPointAsync(rollbackSafe: true, default);
            if (commit)
                await session.CommitAsync(default);
        }

        var answer = await StepCommit.AskAsync(bench.Context(), point, default);
        Assert.Equal(
            new TransactionFate(
                (CommitFate)fate,
                commit ? $"transaction {point.Xid} committed" : $"transaction {point.Xid} was rolled back"
            ),
            answer
        );
    }

    [Fact]
    public async Task A_backend_that_still_has_the_transaction_is_ended_first()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db) { Time = new HurriedTime(50) };
        await using var session = await OpenAsync(bench);
        await session.BeginAsync(readOnly: false, default);
        var point = await session.CommitPointAsync(rollbackSafe: true, default);
        var answer = await StepCommit.AskAsync(bench.Context(), point, default);
        Assert.Equal(CommitFate.Aborted, answer.Fate);
        Assert.Equal(
            [
                $"asking db for the outcome of transaction {point.Xid}",
                $"backend {point.BackendPid} is still running: cancelling its statement",
                $"backend {point.BackendPid} is still running: ending it",
            ],
            bench.Events.Cast<StepEvent.Doing>().Select(e => e.Text)
        );
        await Assert.ThrowsAsync<PostgresFailureException>(() => session.RunAsync("SELECT 1", [], 1, default));
    }

    [Fact]
    public async Task A_backend_of_the_same_id_but_started_at_another_time_is_not_touched()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        await using var session = await OpenAsync(bench);
        var point = await PointAsync(bench) with { BackendPid = session.Identity.ProcessId };
        Assert.Equal(CommitFate.Committed, (await StepCommit.AskAsync(bench.Context(), point, default)).Fate);
        Assert.Equal("1", (await session.RunAsync("SELECT 1", [], 1, default)).Rows[0][0]);
    }

    [Fact]
    public async Task Another_server_timeline_or_database_proves_nothing()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        var point = await PointAsync(bench);
        await IsUnknownAsync(
            point with
            {
                SystemIdentifier = "1",
            },
            $"db is another server now (system {point.SystemIdentifier}, it was 1)"
        );
        await IsUnknownAsync(point with { Timeline = "00000002" }, "db is on timeline 00000001 now, it was on 00000002");
        await IsUnknownAsync(point with { Database = "other" }, $"db is database {db.Database} now, it was other");

        async Task IsUnknownAsync(CommitPoint other, string reason)
        {
            var fate = await StepCommit.AskAsync(bench.Context(), other, default);
            Assert.Equal((CommitFate.Inconclusive, reason), (fate.Fate, fate.Reason));
        }
    }

    [Fact]
    public async Task A_transaction_that_the_server_never_had_proves_nothing()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        var answer = await StepCommit.AskAsync(bench.Context(), await PointAsync(bench) with { Xid = "4000000" }, default);
        Assert.Equal(CommitFate.Inconclusive, answer.Fate);
        Assert.Contains("transaction ID 4000000 is in the future", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_proves_nothing()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        var point = await PointAsync(bench);
        await using var cut = new StepBench(db with { Port = 1 }) { Time = new HurriedTime(50) };
        var answer = await StepCommit.AskAsync(cut.Context(), point, default);
        Assert.Equal(CommitFate.Inconclusive, answer.Fate);
        Assert.StartsWith("the server could not be asked: cannot connect to db", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prepared_transaction_is_waited_for()
    {
        var db = await postgres.DatabaseAsync();
        await using var bench = new StepBench(db);
        CommitPoint point;
        await using (var session = await OpenAsync(bench))
        {
            await session.BeginAsync(readOnly: false, default);
            await session.RunAsync("CREATE TABLE t (a int)", [], 0, default);
            point = await session.CommitPointAsync(rollbackSafe: true, default);
            await session.RunAsync("PREPARE TRANSACTION 'kept'", [], 0, default);
        }

        var asked = StepCommit.AskAsync(bench.Context(), point, default);
        while (bench.Events.Count < 2)
            await Task.Delay(20);
        Assert.Equal(
            $"transaction {point.Xid} is in progress (prepared as 'kept'): waiting for it to end",
            ((StepEvent.Doing)bench.Events[1]).Text
        );
        await PostgresFixture.SqlAsync(db, "COMMIT PREPARED 'kept'");
        Assert.Equal(CommitFate.Committed, (await asked).Fate);
    }

    [Fact]
    public async Task A_crash_of_the_server_loses_no_answer()
    {
        await using var cluster = await PostgresCluster.StartNewAsync(new PostgresClusterOptions { Major = postgres.Major }, default);
        var db = cluster.Superuser() with { Name = "db" };
        await using var bench = new StepBench(db);
        await using var session = await OpenAsync(bench);
        await session.BeginAsync(readOnly: false, default);
        var lost = await session.CommitPointAsync(rollbackSafe: true, default);
        var kept = await PointAsync(bench);
        await cluster.KillAsync(default);
        var asked = StepCommit.AskAsync(bench.Context(), kept, default);
        await cluster.StartAsync(default);
        Assert.Equal(CommitFate.Committed, (await asked).Fate);
        Assert.Equal(CommitFate.Aborted, (await StepCommit.AskAsync(bench.Context(), lost, default)).Fate);
    }

    private static Task<Session> OpenAsync(StepBench bench) =>
        bench.Sessions.OpenAsync("db", new StepPath("a"), new Dictionary<string, string>(), null, null, default);

    /// <summary>The point of a transaction that committed, its backend gone.</summary>
    private static async Task<CommitPoint> PointAsync(StepBench bench)
    {
        await using var session = await OpenAsync(bench);
        await session.BeginAsync(readOnly: false, default);
        var point = await session.CommitPointAsync(rollbackSafe: true, default);
        // A transaction that writes nothing commits without waiting for the disk.
        await session.RunAsync($"COMMENT ON DATABASE {session.Identity.Server.Database} IS 'x'", [], 0, default);
        await session.CommitAsync(default);
        return point;
    }
}
