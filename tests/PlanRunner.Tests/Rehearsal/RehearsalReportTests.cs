using PlanRunner.Runner.Rehearsal;
using PlanRunner.Runner.Rehearsal.Measures;
using PlanRunner.Runner.Rehearsal.Proof;
using Xunit;

namespace PlanRunner.Tests.Rehearsal;

public sealed class RehearsalReportTests : IDisposable
{
    private readonly string state = Path.GetTempFileName();

    public void Dispose() => File.Delete(state);

    [Fact]
    public void A_rehearsal_that_proved_everything()
    {
        File.WriteAllText(
            state,
            """
            {"event":"opened","at":"2026-01-01T10:00:00Z"}
            {"event":"run-started","run":"1","at":"2026-01-01T10:00:00Z"}
            {"event":"started","step":"schema/dump","at":"2026-01-01T10:00:00Z"}
            {"event":"failed","step":"schema/dump","at":"2026-01-01T10:00:01Z"}
            {"event":"started","step":"schema/dump","at":"2026-01-01T10:00:05Z"}
            {"event":"done","step":"schema/dump","at":"2026-01-01T10:00:07.5Z"}
            {"event":"started","step":"copied","at":"2026-01-01T10:00:08Z"}
            {"event":"done","step":"copied","at":"2026-01-01T10:01:12Z"}

            """
        );
        Assert.Equal(
            """
            Rehearsal of move in rehearsal

            Time per step
              schema/dump     3.5s
              copied         1m04s

            Writes of the application
              18,204 acknowledged to 4 clients: 0 lost, 0 doubled
              3 whose COMMIT was never answered: 2 there, 1 not
              counters right
              refused and tried again: 12 with 25006, 4 with 57P01
              longest pause at the move: 1.3s; at any other time: 210ms

            Tables, the source against the target as it was when the application moved
              shop."Order"    1,204,000  equal
              shop.a                331  equal

            Sequences
              11 correct: none returns a value again

            Left behind on the servers
              source: nothing
              target: nothing

            Proof: 2 tables, 1,204,331 rows equal; 18,204 acknowledged writes, 0 lost, 0 doubled; longest pause 1.3s
            """,
            RehearsalReport.Write("Rehearsal of move in rehearsal", JournalTimes.Read(state), Good)
        );
        Assert.True(Good.Ok);
    }

    [Fact]
    public void A_rehearsal_that_proved_the_opposite()
    {
        var bad = Good with
        {
            Writes = Good.Writes! with
            {
                Lost = 2,
                Doubled = 1,
                Foreign = 1,
                WrongCounters = ["client 3: 8, and 9 increments were committed"],
            },
            Tables =
            [
                new ComparedTable("a", new TableContents(5, "1"), new TableContents(4, "2")),
                new ComparedTable("b", new TableContents(5, "1"), new TableContents(5, "2")),
                new ComparedTable("c", new TableContents(5, "1"), null),
                new ComparedTable("d", null, new TableContents(7, "1")),
            ],
            WrongSequences = ["s gives 5 next on the target, the source had come to 9"],
            LeftBehind = new Dictionary<string, IReadOnlyList<string>> { ["source"] = ["publication \"p\"", "slot \"s\""] },
        };
        Assert.Equal(
            """
            Title

            Time per step

            Writes of the application
              18,204 acknowledged to 4 clients: 2 lost, 1 doubled
              3 whose COMMIT was never answered: 2 there, 1 not
              1 in the ledger that no client sent
              client 3: 8, and 9 increments were committed
              refused and tried again: 12 with 25006, 4 with 57P01
              longest pause at the move: 1.3s; at any other time: 210ms

            Tables, the source against the target as it was when the application moved
              a            5  differs: 4 rows on the target
              b            5  differs: same number of rows, other contents
              c            5  not on the target
              d            0  only on the target, 7 rows

            Sequences
              s gives 5 next on the target, the source had come to 9

            Left behind on the servers
              source: publication "p", slot "s"

            Proof: 4 tables, 15 rows compared, 4 tables differ; 18,204 acknowledged writes, 2 lost, 1 doubled; longest pause 1.3s; 2 things left behind; 1 sequences wrong; 1 counters wrong
            """,
            RehearsalReport.Write("Title", JournalTimes.Read(state), bad)
        );
        Assert.False(bad.Ok);
    }

    private static RehearsalProof Good { get; } =
        new()
        {
            Writes = new WriteProof
            {
                Clients = 4,
                Acknowledged = 18204,
                Unknown = 3,
                UnknownThere = 2,
                Lost = 0,
                Doubled = 0,
                Foreign = 0,
                WrongCounters = [],
                PauseAtMove = TimeSpan.FromSeconds(1.3),
                OtherPause = TimeSpan.FromMilliseconds(210),
                Failures = new Dictionary<string, int> { ["25006"] = 12, ["57P01"] = 4 },
            },
            Tables =
            [
                new ComparedTable("shop.\"Order\"", new TableContents(1204000, "1"), new TableContents(1204000, "1")),
                new ComparedTable("shop.a", new TableContents(331, "2"), new TableContents(331, "2")),
            ],
            Sequences = 11,
            LeftBehind = new Dictionary<string, IReadOnlyList<string>> { ["source"] = [], ["target"] = [] },
        };
}
