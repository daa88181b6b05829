using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.State;

/// <summary>The journal folded into what it means: every step's state, and the runs.</summary>
internal sealed class StateSnapshot
{
    // In seconds: some 1900 years, and no overflow.
    private const double LongestTimeout = 6e10;

    private readonly Dictionary<string, StepState> steps = new(StringComparer.Ordinal);

    public StateOpened? Opened { get; private set; }

    public IReadOnlyDictionary<string, StepState> Steps => steps;

    public List<RunStarted> Runs { get; } = [];

    public RunFinished? LastFinished { get; private set; }

    /// <summary>The servers that the plan was last bound to, by connection.</summary>
    public Dictionary<string, BoundServer> Servers { get; } = new(StringComparer.Ordinal);

    /// <summary>The journal was repaired: a step that it does not mention may have run all the same.</summary>
    public bool TailLost { get; private set; }

    /// <summary>All that was renamed, in order.</summary>
    public List<StepsMoved> Moves { get; } = [];

    private readonly HashSet<StepMove> settledMoves = [];

    private readonly Dictionary<string, HashSet<string>> newSteps = new(StringComparer.Ordinal);

    public static StateSnapshot Empty => new();

    /// <summary>A move that the plan asks for was made, or came to nothing, and is not made again.</summary>
    public bool IsSettled(StepMove move) => settledMoves.Contains(move);

    /// <summary>A person declared that this step is not that one under another id.</summary>
    public bool IsNewBeside(string step, string other) => newSteps.TryGetValue(step, out var others) && others.Contains(other);

    public bool IsEmpty => Opened is null;

    public StepState? Find(StepPath path) => steps.GetValueOrDefault(path.Value);

    public void Apply(StateEvent stateEvent)
    {
        switch (stateEvent)
        {
            case StateOpened opened:
                Opened = opened;
                break;
            case RunStarted run:
                Runs.Add(run);
                Bind(run.Servers);
                break;
            case RunFinished finished:
                LastFinished = finished;
                break;
            case ServersRebound rebound:
                Bind(rebound.Servers);
                break;
            case StateRepaired:
                LoseTail();
                break;
            case StepsMoved moved:
                Move(moved);
                break;
            case StepDeclaredNew declared:
                if (!newSteps.TryGetValue(declared.Step, out var others))
                    newSteps[declared.Step] = others = new HashSet<string>(StringComparer.Ordinal);
                others.UnionWith(declared.Beside);
                break;
            case GroupReopened reopened:
                Reopen(new StepPath(reopened.Group));
                break;
            default:
                ApplyToStep(stateEvent);
                break;
        }
    }

    private void Bind(IEnumerable<BoundServer> servers)
    {
        foreach (var server in servers)
            Servers[server.Connection] = server;
    }

    // A started line proves that nothing was committed only if all lines after it are present.
    private void LoseTail()
    {
        TailLost = true;
        foreach (
            var state in steps.Values.Where(s =>
                s
                    is {
                        Status: StepStatus.Started or StepStatus.Failed,
                        Effect: StepEffect.Transaction or StepEffect.Listed or StepEffect.Outside
                    }
            )
        )
        {
            state.Status = StepStatus.FailedInDoubt;
            state.Because = "the state was damaged after its last line";
        }

        // What was skipped or resolved as not done may have run since.
        foreach (
            var path in steps
                .Where(s => s.Value.Status is StepStatus.Skipped or StepStatus.Pending && !s.Value.Approved)
                .Select(s => s.Key)
                .ToList()
        )
            steps.Remove(path);
    }

    // All leave before the first arrives, so that two can change places. What the plan says was applied when it was read.
    private void Move(StepsMoved moved)
    {
        if (Moves.Exists(m => m.Id == moved.Id))
            return;
        Moves.Add(moved);
        settledMoves.ExceptWith(moved.Moves.Select(m => new StepMove(m.To, m.From)));
        settledMoves.UnionWith(moved.Moves.Concat(moved.Settled));
        var leaving = moved.Moves.Where(m => steps.ContainsKey(m.From)).Select(m => (m.To, State: steps[m.From])).ToList();
        foreach (var move in moved.Moves)
            steps.Remove(move.From);
        foreach (var (to, state) in leaving)
            steps[to] = state.MovedTo(to);
    }

    private void Reopen(StepPath group)
    {
        foreach (var path in steps.Keys.Where(p => p == group.Value || new StepPath(p).IsWithin(group)).ToList())
            steps.Remove(path);
    }

    private void ApplyToStep(StateEvent stateEvent)
    {
        switch (stateEvent)
        {
            case StepStarted e:
                Start(e);
                break;
            case StepListed e:
                var listed = Get(e.Step, e.Undo);
                listed.Items.Clear();
                listed.Items.AddRange(e.Statements.Select(s => new ListedItemState(s, ItemProgress.Pending, null)));
                break;
            case StepCommitting e:
                if (e.Item is not null)
                    Advance(Get(e.Step, e.Undo), e.Item, ItemProgress.Committing, e.Point);
                else
                    Get(e.Step, e.Undo).Committing = e.Point;
                if (e.Captured is { } captured)
                    Get(e.Step, e.Undo).Captured = captured;
                if (e.Point.Marked)
                    Get(e.Step, e.Undo).Marked.Add(e.Item ?? "");
                break;
            case StepRunning e:
                Get(e.Step, e.Undo).Backend = e.Backend;
                break;
            case ItemStarted e:
                Advance(Get(e.Step, e.Undo), e.Item, ItemProgress.Started, null);
                break;
            case ItemDone e:
                Advance(Get(e.Step, e.Undo), e.Item, ItemProgress.Done, null);
                break;
            case ItemFailed e:
                Advance(Get(e.Step, e.Undo), e.Item, ItemProgress.Pending, null);
                Get(e.Step, e.Undo).Marked.Remove(e.Item);
                break;
            case StepDone e:
                FinishDone(Get(e.Step, false), e);
                break;
            case StepFailed e:
                Finish(Get(e.Step, e.Undo), e.Certain ? StepStatus.Failed : StepStatus.FailedInDoubt, e.At, e.Message, null);
                (Get(e.Step, e.Undo).Left, Get(e.Step, e.Undo).Ended) = (e.Left, e.Ended);
                break;
            case StepUnverified e:
                Finish(Get(e.Step, false), StepStatus.Unverified, e.At, e.Message, e.Captured);
                break;
            case StepSkipped e:
                Finish(Get(e.Step, false), StepStatus.Skipped, e.At, e.Reason, null);
                break;
            case StepApproved e:
                Get(e.Step, false).Approved = true;
                Get(e.Step, false).Decisions.Add(new StepDecision("approved", e.By, e.Host, e.At, null));
                break;
            case ItemsResolved e:
                ResolveItems(Get(e.Step, false), e);
                break;
            case StepResolved e:
                Get(e.Step, false)
                    .Decisions.Add(
                        new StepDecision(
                            e.Done ? StepDecision.ResolvedAsDone : StepDecision.ResolvedAsNotDone,
                            e.By,
                            e.Host,
                            e.At,
                            e.Reason
                        )
                        {
                            Captured = e.Captured is { Count: > 0 } ? e.Captured : null,
                        }
                    );
                Finish(
                    Get(e.Step, false),
                    e.Done ? StepStatus.Done : StepStatus.Pending,
                    e.At,
                    $"resolved by {e.By}: {e.Reason}",
                    e.Captured
                );
                Get(e.Step, false).Undo = null;
                Unwitnessed(Get(e.Step, false));
                break;
            case StepAccepted e:
                Get(e.Step, false).Decisions.Add(new StepDecision("accepted", e.By, e.Host, e.At, e.Reason));
                Get(e.Step, false).Text = e.Text;
                Get(e.Step, false).Rendered = e.Rendered;
                break;
            case StepUndone e:
                steps.Remove(e.Step);
                break;
        }
    }

    private void Start(StepStarted e)
    {
        var state = Get(e.Step, e.Undo);
        // A generate that was interrupted continues with its list; every other attempt starts afresh.
        if (e.Effect != StepEffect.Listed || state.HasEnded)
        {
            state.Items.Clear();
            state.Marked.Clear();
        }

        // What an attempt left that did not end well is known by what was there before it.
        if (state.HasEnded)
            state.Backend = null;
        state.Status = StepStatus.Started;
        state.Ended = false;
        state.StartedAs = null;
        state.Effect = e.Effect;
        state.Kind = e.Kind;
        state.New = e.New;
        state.Source = e.Source ?? state.Source;
        state.Text = e.Text ?? state.Text;
        state.Rendered = e.Rendered ?? state.Rendered;
        state.Run = e.Run;
        state.StartedAt = e.At;
        state.EndedAt = null;
        state.Because = null;
        state.Committing = null;
        state.PointOfNoReturn = e.PointOfNoReturn;
        state.Timeout = e.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestTimeout)) : null;
    }

    // Once nothing of the list is in doubt, it resumes where it was.
    private static void ResolveItems(StepState state, ItemsResolved e)
    {
        state.Decisions.Add(
            new StepDecision(
                $"{(e.Done ? "resolved as done" : "resolved as not done")}: {string.Join(", ", e.Items)}",
                e.By,
                e.Host,
                e.At,
                e.Reason
            )
        );
        foreach (var item in e.Items)
        {
            Advance(state, item, e.Done ? ItemProgress.Done : ItemProgress.Pending, null);
            state.Marked.Remove(item);
        }

        if (!state.InDoubt || state.Items.Exists(i => i.Progress is ItemProgress.Started or ItemProgress.Committing))
            return;
        state.Status = StepStatus.Failed;
        state.Committing = null;
        state.Because = $"resolved by {e.By}: {e.Reason}";
    }

    private static void FinishDone(StepState state, StepDone e)
    {
        Finish(state, StepStatus.Done, e.MarkedAt ?? e.At, e.Because, e.Captured);
        if (e.MarkedRun is not null || e.Run.Length > 0)
            state.Run = e.MarkedRun ?? e.Run;
        state.Text = e.Text ?? state.Text;
        state.Rendered = e.Rendered ?? state.Rendered;
        // Known with its text from a probe or a marker, not from our own transaction.
        if (e.Text is not null)
            Unwitnessed(state);
        if (e.Marked)
            state.Marked.Add("");
    }

    // Known from something other than its transaction, so there may be no marker for it.
    private static void Unwitnessed(StepState state)
    {
        state.Committing = null;
        state.Marked.Clear();
    }

    private static void Finish(
        StepState state,
        StepStatus status,
        DateTimeOffset at,
        string because,
        IReadOnlyDictionary<string, CapturedValue>? captured
    )
    {
        state.Status = status;
        state.EndedAt = at;
        state.Because = because;
        state.Captured = captured ?? state.Captured;
        state.Left = null;
        state.Ended = false;
        if (status is StepStatus.Pending or StepStatus.Failed)
            state.Committing = null;
        if (status != StepStatus.Pending)
            return;
        state.Items.Clear();
        state.Undo = null;
    }

    private static void Advance(StepState state, string item, ItemProgress progress, CommitPoint? point)
    {
        var index = state.Items.FindIndex(i => i.Statement.Key == item);
        if (index >= 0)
            state.Items[index] = state.Items[index] with { Progress = progress, Committing = point };
    }

    private StepState Get(string path, bool undo)
    {
        if (!steps.TryGetValue(path, out var state))
            steps[path] = state = new StepState(path);
        return undo ? state.Undo ??= new StepState(path) : state;
    }
}
