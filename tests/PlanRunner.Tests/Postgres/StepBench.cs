using System.Globalization;
using PlanRunner.Quoting;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Processes;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Postgres;

/// <summary>Binds, renders and runs one step written as YAML, and keeps what it journaled and told.</summary>
internal sealed class StepBench(params ConnectionSettings[] connections) : IAsyncDisposable, IStepJournal
{
    private readonly Lock gate = new();

    public Sessions Sessions { get; } = new("move", connections.ToDictionary(c => c.Name), new Redactor());

    /// <summary>What went into the journal, a word and a key each.</summary>
    public List<string> Journal { get; } = [];

    public List<CommitPoint> Points { get; } = [];

    public List<ListedStatement> List { get; } = [];

    public List<StepEvent> Events { get; } = [];

    /// <summary>Called when the journal is written, before the writer goes on.</summary>
    public Action<string> OnJournal { get; set; } = _ => { };

    /// <summary>Called when a statement outside any transaction is about to be sent.</summary>
    public Action OnRunning { get; set; } = () => { };

    public Dictionary<string, CapturedValue> Parameters { get; init; } = [];

    public Dictionary<string, string> Settings { get; init; } = [];

    public TimeSpan? Timeout { get; init; }

    public bool Idempotent { get; init; }

    public IReadOnlyList<ListedItemState>? Listed { get; set; }

    /// <summary>YAML of a probe.</summary>
    public string? Verify { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static (RenderedBody? Body, Diagnostics Found) Render(string kind, string yaml)
    {
        var found = new Diagnostics();
        var source = new SourceText("plan.yaml", yaml);
        var node = (MappingNode)YamlReader.Read(source, found)!;
        var body = StepKinds.BuiltIn.Find(kind)!.Bind(node, new StepBinder(new NoFiles(), found));
        return (found.HasErrors ? null : body.Render(Scope(found)), found);
    }

    public static RenderedBody Rendered(string kind, string yaml)
    {
        var (body, found) = Render(kind, yaml);
        Assert.Equal([], SqlTexts.Told(found));
        return body!;
    }

    public static RenderedProbe Probe(string yaml)
    {
        var found = new Diagnostics();
        var probe = new StepBinder(new NoFiles(), found).Probe(
            (MappingNode)YamlReader.Read(new SourceText("probe.yaml", yaml), found)!,
            null
        );
        var rendered = StatementTexts.RenderProbe(probe!, Scope(found));
        Assert.Equal([], SqlTexts.Told(found));
        return rendered!;
    }

    public Task<StepOutcome> RunAsync(string kind, string yaml, CancellationToken cancellationToken = default) =>
        RunAsync(Rendered(kind, yaml), cancellationToken);

    public async Task<StepOutcome> RunAsync(RenderedBody body, CancellationToken cancellationToken = default)
    {
        using var timer = Timeout is { } timeout ? new CancellationTokenSource(timeout, Time) : new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        return await body.RunAsync(Context(), linked.Token);
    }

    public Task<Observation> ObserveAsync(string kind, string yaml) => Rendered(kind, yaml).ObserveAsync(Context(), default);

    public StepContext Context() =>
        new()
        {
            Path = new StepPath("group/step"),
            Sessions = Sessions,
            Processes = new ProcessRunner(),
            Time = Time,
            Redactor = Sessions.Redactor,
            Journal = this,
            Tell = Told,
            Parameters = Parameters,
            Settings = Settings,
            Timeout = Timeout,
            Verify = Verify is null ? null : Probe(Verify),
            VerifyParameters = Parameters,
            Listed = Listed,
            LastRun = Backend,
            Idempotent = Idempotent,
            PlanFolder = "/",
        };

    public void Committing(CommitPoint point, IReadOnlyDictionary<string, CapturedValue> captured, string? item = null)
    {
        Points.Add(point);
        Write($"committing {item}{string.Join(", ", captured.Select(c => $"{c.Key}={c.Value.Text}::{c.Value.Type}"))}".TrimEnd());
    }

    void IStepJournal.Running(BackendPoint backend)
    {
        Backend = backend;
        OnRunning();
    }

    void IStepJournal.Listed(IReadOnlyList<ListedStatement> statements)
    {
        List.AddRange(statements);
        Write(string.Create(CultureInfo.InvariantCulture, $"listed {statements.Count}"));
    }

    public void ItemStarted(string item) => Write($"item-started {item}");

    public void ItemDone(string item) => Write($"item-done {item}");

    public void ItemFailed(string item, string message) => Write($"item-failed {item}");

    /// <summary>Of the attempt before, for the next one.</summary>
    public BackendPoint? Backend { get; set; }

    public ValueTask DisposeAsync() => Sessions.DisposeAsync();

    private static RenderScope Scope(Diagnostics found)
    {
        var model = SqlFunctions.Model();
        model["table"] = "orders";
        model["secret"] = TextValue.Secret("password", "hunter2-canary");
        return new RenderScope(model, found);
    }

    public IReadOnlyList<StepEvent> Seen()
    {
        lock (gate)
            return [.. Events];
    }

    private void Told(StepEvent told)
    {
        lock (gate)
            Events.Add(told);
    }

    private void Write(string line)
    {
        Journal.Add(line);
        OnJournal(line);
    }

    private sealed class NoFiles : ITemplateFiles
    {
        public SourceText? Find(string name, Place place, Diagnostics diagnostics) => throw new InvalidOperationException();
    }
}
