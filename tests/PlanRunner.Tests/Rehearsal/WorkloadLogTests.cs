using PlanRunner.Runner.Rehearsal.Workload;
using Xunit;

namespace PlanRunner.Tests.Rehearsal;

public sealed class WorkloadLogTests : IDisposable
{
    private readonly string sandbox = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(sandbox, recursive: true);

    [Fact]
    public void What_was_answered_is_known_and_what_was_not_is_unknown()
    {
        var ids = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToArray();
        using (var log = new WorkloadLog(sandbox, 2))
        {
            log.Sending(ids[0], 1);
            log.Acknowledged(ids[0], 1, "source");
            log.Sending(ids[1], 2);
            log.NotCommitted(ids[1], "40001");
            log.Refused("25006", "source");
            log.Refused("25006", "source");
            log.Sending(ids[2], 3);
        }

        var record = WorkloadLog.Read(sandbox, 2);
        Assert.Equal(ids[0], Assert.Single(record.Acknowledged).Id);
        Assert.Equal(ids[2], Assert.Single(record.Unknown));
        Assert.Equal(["25006=2", "40001=1"], record.Failures.Select(f => $"{f.Key}={f.Value}"));
        Assert.Equal(3, record.Turn);
    }

    [Fact]
    public void A_line_that_a_kill_cut_off_spoils_no_other()
    {
        var id = Guid.NewGuid();
        Directory.CreateDirectory(Path.GetDirectoryName(WorkloadLog.PathOf(sandbox, 0))!);
        File.WriteAllText(WorkloadLog.PathOf(sandbox, 0), $"? {Guid.NewGuid()} 1\n+ 0000");
        using (var log = new WorkloadLog(sandbox, 0))
        {
            log.Sending(id, 2);
            log.Acknowledged(id, 2, "target");
        }

        var record = WorkloadLog.Read(sandbox, 0);
        Assert.Equal(id, Assert.Single(record.Acknowledged).Id);
        Assert.Single(record.Unknown);
    }

    [Fact]
    public void The_pause_at_the_move_is_told_apart_from_others()
    {
        var record = new WorkloadRecord(0);
        foreach (var (at, connection) in new[] { (0, "source"), (100, "source"), (400, "source"), (1700, "target"), (1750, "target") })
            record.Acknowledged.Add(new AcknowledgedWrite(Guid.NewGuid(), at, connection));
        Assert.Equal((TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(1300)), record.LongestPauses());
    }

    [Fact]
    public void Without_a_move_there_is_no_pause_at_it()
    {
        var record = new WorkloadRecord(0);
        Assert.Equal((TimeSpan.Zero, null), record.LongestPauses());
    }
}
