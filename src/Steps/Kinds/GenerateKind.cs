using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.EndStates;
using PlanRunner.Steps.Postgres.Transactions;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>Runs a query whose rows are statements, then these statements: for what only the database knows.</summary>
internal sealed class GenerateKind : StepKind
{
    public override string Key => "generate";

    public override bool CanUndo => true;

    public override StepBody Bind(MappingNode node, StepBinder binder)
    {
        var keys = SqlKeys.Bind(node, binder, on: node["from"] is null ? "on" : "from");
        var on = binder.Connection(node) ?? keys.On;
        if (keys.On is null)
            binder.Diagnostics.Error(
                "PR3316",
                "neither \"from\" nor \"on\" names a connection",
                node.Place,
                "add from: CONNECTION, and on: where the statements run elsewhere"
            );
        return new GenerateStep(this, keys)
        {
            On = on,
            Together = binder.String(node, "transaction") == "all",
            Connections = [.. new[] { keys.On, on }.OfType<ConnectionReference>().DistinctBy(c => c.Name, StringComparer.Ordinal)],
        };
    }
}

/// <summary>A <c>generate</c> step as the plan says it.</summary>
internal sealed class GenerateStep(GenerateKind kind, SqlKeys keys) : SqlBody(kind, keys)
{
    /// <summary>Where the statements run; their list is asked for on the connection of the keys.</summary>
    public ConnectionReference? On { get; init; }

    /// <summary>All statements in one transaction; otherwise each has its own.</summary>
    public bool Together { get; init; }

    public override RenderedBody? Render(RenderScope scope)
    {
        var question = Keys.Question(scope);
        var settings = Keys.RenderSettings(scope);
        return question is null || settings is null || On is null ? null : new RenderedGenerate(this, question, On.Name, settings);
    }
}

/// <summary>A <c>generate</c> step with the query that lists its statements.</summary>
internal sealed class RenderedGenerate(GenerateStep step, Question question, string on, IReadOnlyDictionary<string, RenderedText> settings)
    : RenderedQuestion(step, question, settings)
{
    public override StepEffect Effect => StepEffect.Listed;

    public override string Redacted =>
        Checks.Header(("from", Question.Connection), ("on", on), ("transaction", step.Together ? "all" : "each")) + Question.Text.Redacted;

    public override IReadOnlyDictionary<string, string> Settings =>
        OwnSettings.ToDictionary(s => s.Key, s => s.Value.Redacted, StringComparer.OrdinalIgnoreCase);

    public override StatementBatch? Batch(Observation? seen) =>
        seen is Observation.Listed listed
            ? new(on, GeneratedList.Statements(listed.Statements, Question), [.. OwnSettings.Keys], step.Together)
            : null;

    public override Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
        Checks.RunAsync(
            context,
            Question.Place,
            async deadline =>
            {
                var (items, wrong) = await GeneratedList.TakeAsync(context, Question, SettingsIn(context), cancellationToken);
                if (wrong is not null)
                    return Checks.Failed(wrong);
                var together = step.Together && context.Verify?.Connection == on;
                var work = new TransactionWork(on, [], Question.Place)
                {
                    Settings = PortableText.Passed(SettingsIn(context)),
                    Verify = together ? context.Verify : null,
                };
                var outcome = step.Together
                    ? await GeneratedRun.AllAsync(context, work, items, deadline, cancellationToken)
                    : await new GeneratedRun(context, work, deadline).EachAsync(items, cancellationToken);
                return together ? outcome : await Verification.AfterwardsAsync(context, outcome, cancellationToken);
            },
            cancellationToken
        );

    public override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellationToken) =>
        Checks.ObserveAsync(
            context,
            Question.Place,
            step.Parameters,
            async () =>
            {
                var (items, wrong) = context.Listed is null
                    ? await GeneratedList.ReadAsync(context, Question, SettingsIn(context), cancellationToken)
                    : await GeneratedList.TakeAsync(context, Question, SettingsIn(context), cancellationToken);
                return wrong is not null
                    ? new Observation.Failed(wrong)
                    : new Observation.Listed([.. items.Where(i => i.Progress != ItemProgress.Done).Select(i => i.Listed)])
                    {
                        Done = context.Listed is null ? null : [.. items.Where(i => i.Progress == ItemProgress.Done).Select(i => i.Listed)],
                    };
            }
        );

    /// <summary>Each statement of its list is asked for when its turn comes.</summary>
    public override Task<EndAnswer?> AskEndAsync(StepContext context, bool tidy, CancellationToken cancellationToken)
    {
        var told = CatalogTells(context.Listed)
            ? $"the catalog shows the state of statement \"{CutOff(context.Listed)[0].Statement.Key}\""
            : null;
        return Task.FromResult<EndAnswer?>(told is null ? null : new EndAnswer.NotDone(told));
    }

    public override bool CatalogTells(IReadOnlyList<ListedItemState>? listed) =>
        CutOff(listed) is { Count: > 0 } cut
        && GeneratedList
            .Statements([.. cut.Select(item => item.Statement)], Question)
            .All(statement => EndStateReader.Of(statement) is not null);

    private static List<ListedItemState> CutOff(IReadOnlyList<ListedItemState>? listed) =>
        [.. (listed ?? []).Where(item => item.Progress == ItemProgress.Started)];

    public override Task<TransactionFate> SettleAsync(StepContext context, CommitPoint point, CancellationToken cancellationToken) =>
        StepCommit.AskAsync(context, point, cancellationToken);
}
