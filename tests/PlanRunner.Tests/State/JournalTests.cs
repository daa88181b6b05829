using System.Security.Cryptography;
using System.Text;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;
using Xunit;

namespace PlanRunner.Tests.State;

public sealed class JournalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-state-").FullName;

    private string StatePath => Path.Combine(folder, "shop.staging.state.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_written_state_reads_back_as_it_was()
    {
        Write(
            new StepStarted("r1", "a", StepEffect.Transaction)
            {
                Kind = "sql",
                Text = "v1:1",
                Rendered = "SELECT 1;\n-- ä 'quoted' \"x\"",
            },
            new StepCommitting("r1", "a", false, null, Point)
            {
                Captured = new Dictionary<string, CapturedValue> { ["lsn"] = new("pg_lsn", "0/1") },
            },
            new StepDone("r1", "a", "ran")
        );

        var reading = Read();

        Assert.Empty(reading.Diagnostics);
        var step = reading.Snapshot.Find(new StepPath("a"))!;
        Assert.Equal(StepStatus.Done, step.Status);
        Assert.Equal("SELECT 1;\n-- ä 'quoted' \"x\"", step.Rendered);
        Assert.Equal(new CapturedValue("pg_lsn", "0/1"), step.Captured["lsn"]);
        Assert.Equal(Point, step.Committing);
    }

    [Fact]
    public void A_missing_file_is_an_empty_state_and_an_empty_file_is_damage()
    {
        Assert.True(Read().Snapshot.IsEmpty);
        Assert.Empty(Read().Diagnostics);

        File.WriteAllText(StatePath, "");

        Assert.Equal("PR5003", Assert.Single(Read().Diagnostics).Id);
    }

    [Fact]
    public void A_byte_order_mark_that_an_editor_put_before_it_is_damage()
    {
        Write(new StepStarted("r1", "a", StepEffect.Transaction), new StepDone("r1", "a", "ran"));
        File.WriteAllBytes(StatePath, [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(StatePath)]);

        Assert.Equal("PR5002", Assert.Single(Read().Diagnostics).Id);
    }

    [Fact]
    public void A_repaired_journal_goes_on_from_its_whole_lines_and_the_damaged_one_is_kept()
    {
        Write(
            new StepStarted("r1", "a", StepEffect.Transaction),
            new StepDone("r1", "a", "ran"),
            new StepStarted("r1", "b", StepEffect.Outside)
        );
        var damaged = File.ReadAllText(StatePath).Replace("\"b\"", "\"c\"", StringComparison.Ordinal);
        File.WriteAllText(StatePath, damaged);

        StateStore.Repair(StatePath, Read(), StatePath + ".archived", new StateRepaired("ann", "host"), TimeProvider.System);

        Assert.Equal(damaged, File.ReadAllText(StatePath + ".archived"));
        Assert.Empty(Read().Diagnostics);
        Assert.True(Read().Snapshot.TailLost);
        Assert.Equal(StepStatus.Done, Read().Snapshot.Find(new StepPath("a"))!.Status);
    }

    [Fact]
    public void Cut_at_any_byte_it_is_whole_lines_or_refused_never_more()
    {
        Write(
            new StepStarted("r1", "a", StepEffect.Transaction),
            new StepDone("r1", "a", "ran"),
            new StepStarted("r1", "b", StepEffect.Outside)
        );
        var bytes = File.ReadAllBytes(StatePath);
        var lineEnds = Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == '\n').Select(i => i + 1).ToList();

        for (var length = 1; length < bytes.Length; length++)
        {
            File.WriteAllBytes(StatePath, bytes[..length]);
            var reading = Read();
            var whole = lineEnds.FindLast(end => end <= length);
            Assert.Equal(whole, reading.Length);
            Assert.Equal(!lineEnds.Contains(length), reading.Torn || reading.Diagnostics.HasErrors);
            if (whole == 0)
                Assert.True(reading.Torn && reading.Snapshot.IsEmpty || reading.Diagnostics.HasErrors);
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_never_believed()
    {
        Write(new StepStarted("r1", "a", StepEffect.Transaction), new StepDone("r1", "a", "ran"));
        var bytes = File.ReadAllBytes(StatePath);

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(StatePath, damaged);
            var reading = Read();
            // The very last line ending may be lost: then the last line counts as cut off.
            Assert.True(reading.Diagnostics.HasErrors || reading.Torn, $"bit {bit} was believed");
        }
    }

    [Fact]
    public void Removed_and_swapped_lines_are_refused_with_their_line()
    {
        Write(new StepStarted("r1", "a", StepEffect.Transaction), new StepDone("r1", "a", "ran"), new StepSkipped("r1", "b", "condition"));
        var lines = File.ReadAllLines(StatePath);

        File.WriteAllLines(StatePath, [lines[0], lines[1], lines[3]]);
        Assert.StartsWith(
            "line 3 of the state file is not what planrunner wrote",
            Assert.Single(Read().Diagnostics).Message,
            StringComparison.Ordinal
        );

        File.WriteAllLines(StatePath, [lines[0], lines[2], lines[1], lines[3]]);
        Assert.StartsWith("line 2 of the state file", Assert.Single(Read().Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_plans_state_is_refused()
    {
        Write(new StepSkipped("r1", "b", "condition"));

        var reading = StateFile.Read(StatePath, "other", "staging");

        Assert.Contains(
            "it belongs to plan \"shop\" in environment \"staging\"",
            Assert.Single(reading.Diagnostics).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_torn_last_line_is_dropped_and_the_next_line_continues_the_chain()
    {
        Write(new StepStarted("r1", "a", StepEffect.Transaction));
        File.AppendAllText(StatePath, "{\"event\":\"done\",\"st");
        Assert.True(Read().Torn);

        Write(new StepDone("r1", "a", "ran"));

        var reading = Read();
        Assert.False(reading.Torn);
        Assert.Empty(reading.Diagnostics);
        Assert.Equal(StepStatus.Done, reading.Snapshot.Find(new StepPath("a"))!.Status);
    }

    [Fact]
    public void Reopening_a_group_voids_every_marker_capture_and_approval_inside()
    {
        Write(
            new StepStarted("r1", "cut", StepEffect.None) { Kind = "steps" },
            new StepApproved("cut/switch", "ann", "host"),
            new StepStarted("r1", "cut/freeze", StepEffect.Transaction),
            new StepDone("r1", "cut/freeze", "ran"),
            new StepDone("r1", "before", "ran"),
            new GroupReopened("r1", "cut", "it failed")
        );

        Assert.Equal(["before"], Read().Snapshot.Steps.Keys);
    }

    [Fact]
    public async Task The_lock_is_held_once_and_names_its_holder()
    {
        var me = new LockHolder(1, "ann", "host", DateTimeOffset.UnixEpoch, "apply");
        var (held, _) = await StateLock.AcquireAsync(StatePath, me, TimeSpan.Zero, TimeProvider.System, null, default);

        var (second, holder) = await StateLock.AcquireAsync(
            StatePath,
            me with
            {
                By = "bob",
            },
            TimeSpan.Zero,
            TimeProvider.System,
            null,
            default
        );

        Assert.Null(second);
        Assert.Equal(me, holder);
        Assert.Equal(me, StateLock.HeldBy(StatePath));
        held!.Dispose();
        Assert.Null(StateLock.HeldBy(StatePath));
    }

    /// <summary>Lines whose hashes fit, and which no version wrote: made by hand, or by a version to come.</summary>
    [Theory]
    [InlineData("""{"at":"2026-01-02T03:04:05+00:00"}""", "an event that this version does not know")]
    [InlineData("""{"event":"started","run":"r1"}""", "an event that this version does not know")]
    [InlineData("""{"event":"started","run":"r1","step":null}""", "an event that this version does not know")]
    [InlineData(
        """{"event":"run-started","run":"r1","command":"apply","by":"a","host":"h","runner":"1","servers":[{}]}""",
        "an event that this version does not know"
    )]
    [InlineData(
        """{"event":"run-started","run":"r1","command":"apply","by":"a","host":"h","runner":"1","servers":[null]}""",
        "a required value is missing"
    )]
    [InlineData(
        """{"event":"run-started","run":"r1","command":"apply","by":"a","host":"h","runner":"1","servers":null}""",
        "an event that this version does not know"
    )]
    [InlineData("""{"event":"done","run":"r1","step":"a","because":"ran","captured":{"x":null}}""", "a required value is missing")]
    [InlineData("""{"event":"listed","run":"r1","step":"a","statements":[null]}""", "a required value is missing")]
    public void An_event_with_a_gap_is_refused_with_its_line(string json, string problem)
    {
        Write();
        Append(json);

        var only = Assert.Single(Read().Diagnostics);
        Assert.StartsWith("line 2 of the state file is not what planrunner wrote", only.Message, StringComparison.Ordinal);
        Assert.Contains(problem, only.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timeout_that_no_clock_holds_is_a_long_one()
    {
        Write();
        Append("""{"event":"started","run":"r1","step":"cut","timeout_seconds":1e300}""");

        Assert.True(Read().Snapshot.Find(new StepPath("cut"))!.Timeout > TimeSpan.FromDays(365));
    }

    [Fact]
    public void A_byte_order_mark_is_refused_as_appending_would_cut_the_last_line()
    {
        Write(new StepDone("r1", "a", "ran"));
        File.WriteAllBytes(StatePath, [.. Encoding.UTF8.Preamble, .. File.ReadAllBytes(StatePath)]);

        Assert.StartsWith("line 1 of the state file", Assert.Single(Read().Diagnostics).Message, StringComparison.Ordinal);
    }

    // As a line of ours, its hash over its text and the line before.
    private void Append(string json)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Read().Hash + json)).AsSpan(0, 16));
        File.AppendAllText(StatePath, $"{json[..^1]},\"hash\":\"{hash}\"}}\n");
    }

    private static readonly CommitPoint Point = new("source", "731", "7301", "00000001", "shop", 42, "2026-01-01 00:00:00+00", true);

    private void Write(params StateEvent[] events)
    {
        using var store = StateStore.Open(StatePath, Read(), "shop", "staging", TimeProvider.System);
        foreach (var stateEvent in events)
            store.Write(stateEvent, flush: true);
    }

    private StateReading Read() => StateFile.Read(StatePath, "shop", "staging");
}
