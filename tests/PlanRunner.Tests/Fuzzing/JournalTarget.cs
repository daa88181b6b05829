using System.Security.Cryptography;
using System.Text;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Tests.Repository;
using PlanRunner.Tests.Reviewing;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>A state file: read, and what it holds decided upon and shown.</summary>
internal sealed class JournalTarget : FuzzTarget
{
    private const string HashMark = ",\"hash\":\"";

    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-fuzz-").FullName;
    private readonly RenderedPlan plan = Render();

    public override IReadOnlyList<FuzzCase> Corpus { get; } =
    [.. Journals().Select(events => new FuzzCase(Written(events))), new("\ufeff" + Written(Journals().ElementAt(1)))];

    public override IReadOnlyList<string> Fragments => Fuzzing.Fragments.Json;

    // A hash refuses nearly every change, so most mutants get hashes that fit: what is behind them must stand too.
    public override string Finish(string text, Random random) => random.Next(5) == 0 ? text : Rehashed(text);

    public override string Run(FuzzCase fuzzCase)
    {
        var path = Path.Combine(folder, "state.jsonl");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(fuzzCase.Text));
        var reading = StateFile.Read(path, "screens", "production");
        var shape = $"{Told.Check(reading.Diagnostics)} {reading.Torn}";
        CheckGoodPart(path, reading);
        foreach (var now in new[] { DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch.AddYears(60), DateTimeOffset.MaxValue })
        {
            var changes = ChangePlanner.Decide(plan, reading.Snapshot, now);
            _ =
                new StatusReport(changes, path, null).Write()
                + Formatted.Text(new ReviewBuilder(changes, ReviewMaterial.None).Build(), full: true);
            shape += " " + string.Concat(changes.All.Select(c => $"{c.Mark.ToString()[0]}{c.Action.ToString()[0]}"));
        }

        return shape;
    }

    protected override void Dispose(bool disposing) => Directory.Delete(folder, recursive: true);

    // Where a run goes on it keeps the good part and writes behind it, so that part alone must be read as it was.
    private static void CheckGoodPart(string path, StateReading reading)
    {
        if (reading.Snapshot.IsEmpty)
            return;
        using (var file = new FileStream(path, FileMode.Open))
            file.SetLength(reading.Length);
        var again = StateFile.Read(path, "screens", "production");
        if (again.Torn || again.Diagnostics.HasErrors || again.Hash != reading.Hash || again.Length != reading.Length)
            throw new FuzzFailureException(
                "the good part of a journal is not good",
                $"{reading.Length} bytes: {string.Join(' ', again.Diagnostics)}"
            );
    }

    private static string Rehashed(string text)
    {
        var result = new StringBuilder();
        var hash = "";
        foreach (var line in text.Split('\n'))
        {
            var mark = line.LastIndexOf(HashMark, StringComparison.Ordinal);
            if (mark < 0)
            {
                result.Append(line).Append('\n');
                continue;
            }

            hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hash + line[..mark] + "}")).AsSpan(0, 16));
            result.Append(line, 0, mark).Append(HashMark).Append(hash).Append("\"}\n");
        }

        return result.Remove(result.Length - 1, 1).ToString();
    }

    private static string Written(IEnumerable<StateEvent> events)
    {
        var text = new StringBuilder();
        var hash = "";
        foreach (var stateEvent in events)
        {
            (var line, hash) = JournalLine.Write(stateEvent, hash);
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<StateEvent[]> Journals()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var opened = new StateOpened(1, "screens", "production", "5b8f3c1e-0000-0000-0000-000000000000") { At = at };
        var server = new BoundServer("source", "h", 5432, "d", "731", "1", 170000);
        var run = new RunStarted("r1", "apply", "ann", "host", 7, "0.1.0", "abc")
        {
            At = at,
            Servers = [server],
            Fingerprint = "v1:1",
        };
        var point = new CommitPoint("source", "731", "7301", "00000001", "shop", 42, "2026-01-01 00:00:00+00", true);
        var captured = new Dictionary<string, CapturedValue>(StringComparer.Ordinal) { ["lsn"] = new("pg_lsn", "0/1") };
        yield return [opened];
        yield return
        [
            opened,
            run,
            new StepStarted("r1", "facts", StepEffect.None)
            {
                At = at,
                Kind = "query",
                Text = "v1:1",
                Rendered = "SELECT 1",
            },
            new StepDone("r1", "facts", "ran") { At = at, Captured = captured },
            new RunFinished("r1", 0) { At = at },
        ];
        yield return
        [
            opened,
            run,
            new StepStarted("r1", "role", StepEffect.Transaction) { At = at },
            new StepCommitting("r1", "role", false, null, point) { At = at, Captured = captured },
        ];
        yield return
        [
            opened,
            run,
            new StepStarted("r1", "copy", StepEffect.Outside) { At = at },
            new StepFailed("r1", "copy", false, "no", true) { At = at },
            new StepResolved("copy", true, "saw it", "ann", "host") { At = at },
            new StepAccepted("copy", "fine", "ann", "host", "v1:2", "x") { At = at },
        ];
        yield return
        [
            opened,
            run,
            new StepStarted("r1", "window", StepEffect.None)
            {
                At = at,
                Kind = "steps",
                TimeoutSeconds = 120,
            },
            new StepApproved("agreed", "ann", "host") { At = at },
            new StepStarted("r1", "window/sequences", StepEffect.Listed) { At = at },
            new StepListed("r1", "window/sequences", false, [new("a", "SELECT 1", "v1:1"), new("b", "SELECT 2", "v1:2")]) { At = at },
            new ItemStarted("r1", "window/sequences", false, "a") { At = at },
            new ItemDone("r1", "window/sequences", false, "a") { At = at },
            new ItemFailed("r1", "window/sequences", false, "b", "no") { At = at },
            new StepStarted("r1", "window/freeze", StepEffect.Transaction) { At = at, Undo = true },
            new StepUndone("r1", "window/freeze", "taken back") { At = at },
            new StepSkipped("r1", "extras", "its condition is false") { At = at },
            new StepStarted("r1", "window/switch", StepEffect.Transaction) { At = at, PointOfNoReturn = true },
            new StepUnverified("r1", "window/switch", "not yet") { At = at },
        ];
        yield return
        [
            opened,
            run,
            new StepStarted("r1", "role", StepEffect.Transaction) { At = at },
            new StateRepaired("ann", "host") { At = at },
            new ServersRebound("ann", "host", "moved", [server]) { At = at },
            new GroupReopened("r1", "window", "it failed") { At = at },
        ];
    }

    private static RenderedPlan Render()
    {
        var diagnostics = new Diagnostics();
        var read = PlanLoader.Load(Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/EndToEnd/screens"), diagnostics)!;
        var environment = EnvironmentLoader.Load(
            read,
            "production",
            new Dictionary<string, string>(),
            readSecrets: false,
            _ => null,
            diagnostics
        )!;
        return PlanRenderer.Render(read, environment, diagnostics) ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
    }
}
