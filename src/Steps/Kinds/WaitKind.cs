using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Kinds.Shell;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Transactions;
using PlanRunner.Steps.Results;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>Asks again and again until a condition holds.</summary>
internal sealed class WaitKind : StepKind
{
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(1);

    public override string Key => "wait";

    public override bool IsCheck => true;

    public override StepBody Bind(MappingNode node, StepBinder binder)
    {
        var keys = SqlKeys.Bind(node, binder);
        var failIf = FailIf(node["fail_if"]).Select(f => binder.Probe(f, keys.On)).OfType<Probe>().ToList();
        var progress = node["progress"] is MappingNode p ? binder.Probe(p, keys.On) : null;
        var explain = node["explain"] is MappingNode e ? new ShellKind().Bind(e, binder) : null;
        return new WaitStep(this, keys)
        {
            Condition = ConditionBinder.Bind(node, binder),
            Every = binder.Duration(node, "every") ?? UsualPause,
            Timeout = binder.Duration(node, "timeout"),
            FailIf = failIf,
            Progress = progress,
            Explain = explain,
            Connections =
            [
                .. failIf
                    .Select(f => f.On)
                    .Append(keys.On)
                    .Append(progress?.On)
                    .Concat(explain?.Connections ?? [])
                    .OfType<ConnectionReference>()
                    .DistinctBy(c => c.Name, StringComparer.Ordinal),
            ],
            Parameters = Together(binder, keys, [.. failIf, progress]),
        };
    }

    private static IEnumerable<MappingNode> FailIf(Node? node) =>
        node switch
        {
            MappingNode one => [one],
            SequenceNode several => several.Items.OfType<MappingNode>(),
            _ => [],
        };

    // The step's parameters are those of all its questions, by name.
    private static Dictionary<string, CaptureReference> Together(StepBinder binder, SqlKeys keys, params Probe?[] probes)
    {
        var all = new Dictionary<string, CaptureReference>(keys.Parameters, StringComparer.Ordinal);
        foreach (var (name, reference) in probes.OfType<Probe>().SelectMany(p => p.Parameters))
        {
            if (!all.TryAdd(name, reference) && all[name].ToString() != reference.ToString())
                binder.Diagnostics.Error(
                    "PR3314",
                    $"parameter \"{name}\" is {reference} here and {all[name]} in another question of this step",
                    reference.Place,
                    "give one of them another name"
                );
        }

        return all;
    }
}

/// <summary>A <c>wait</c> step as the plan says it.</summary>
internal sealed class WaitStep(WaitKind kind, SqlKeys keys) : SqlBody(kind, keys)
{
    internal BoundCondition? Condition { get; init; }

    public TimeSpan Every { get; init; }

    /// <summary>Any of them true ends the wait at once.</summary>
    public IReadOnlyList<Probe> FailIf { get; init; } = [];

    /// <summary>Gives <c>done</c>, <c>total</c>, <c>unit</c>.</summary>
    public Probe? Progress { get; init; }

    /// <summary>A script that finds out what is behind a <c>fail_if</c> that came true; it changes nothing.</summary>
    public StepBody? Explain { get; init; }

    public override RenderedBody? Render(RenderScope scope)
    {
        var question = Keys.Question(scope);
        var condition = Condition is null ? null : Kinds.Condition.Render(Condition.Key, Condition.Expected, Condition.Place, scope);
        var failIf = FailIf.Select(f => Question.Render(f.On, f.Text, f.Parameters, scope)).ToList();
        var progress = Progress is null ? null : Question.Render(Progress.On, Progress.Text, Progress.Parameters, scope);
        var explain = Explain?.Render(scope);
        var settings = Keys.RenderSettings(scope);
        if (
            question is null
            || condition is null
            || settings is null
            || failIf.Contains(null)
            || (progress is null && Progress is not null)
            || (explain is null && Explain is not null)
        )
            return null;
        return new RenderedWait(this, question, condition, [.. failIf.OfType<Question>()], progress, settings) { Explain = explain };
    }
}

/// <summary>A <c>wait</c> step with its questions.</summary>
internal sealed class RenderedWait : RenderedBody
{
    private static readonly TimeSpan ExplainPatience = TimeSpan.FromMinutes(2);

    private readonly WaitStep step;
    private readonly Question question;
    private readonly Condition condition;
    private readonly IReadOnlyList<Question> failIf;
    private readonly Question? progress;
    private readonly IReadOnlyDictionary<string, RenderedText> settings;

    internal RenderedWait(
        WaitStep step,
        Question question,
        Condition condition,
        IReadOnlyList<Question> failIf,
        Question? progress,
        IReadOnlyDictionary<string, RenderedText> settings
    )
        : base(step)
    {
        this.step = step;
        this.question = question;
        this.condition = condition;
        this.failIf = failIf;
        this.progress = progress;
        this.settings = settings;
    }

    internal RenderedBody? Explain { get; init; }

    public override StepEffect Effect => StepEffect.None;

    public override bool HoldsSecret => question.Text.HoldsSecret || Explain?.HoldsSecret == true;

    public override string Redacted =>
        Checks.Header([
            ("on", question.Connection),
            (condition.Key, condition.Text[(condition.Key.Length + 2)..]),
            ("every", Durations.Format(step.Every)),
            .. failIf.Select(f => ("fail_if", (string?)$"({f.Connection}) {f.Text.Redacted}")),
            ("progress", progress is null ? null : $"({progress.Connection}) {progress.Text.Redacted}"),
        ])
        + question.Text.Redacted
        + (
            Explain is null
                ? ""
                : $"\n-- explain:\n--   {Explain.Redacted.TrimEnd('\n').Replace("\n", "\n--   ", StringComparison.Ordinal)}"
        );

    public override string FingerprintFacts =>
        $"params={string.Join(',', step.Parameters.Keys.Order(StringComparer.Ordinal))}{KindSettings.Facts(settings)}";

    public override async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        await using var polling = new Polling(context, KindSettings.Over(context.Settings, settings));
        return await Checks.RunAsync(
            context,
            question.Place,
            deadline => WaitAsync(context, polling, deadline, cancellationToken),
            cancellationToken
        );
    }

    public override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellationToken) =>
        Checks.ObserveAsync(
            context,
            question.Place,
            step.Parameters,
            () =>
                question.AskAsync<Observation>(
                    context,
                    KindSettings.Over(context.Settings, settings),
                    ResultTable.MostKept,
                    (_, result) =>
                    {
                        var rows = FoundRows.Of(result, context.Redactor);
                        return Task.FromResult<Observation>(condition.Observed(condition.Judge(result), rows, context.Redactor));
                    },
                    cancellationToken
                )
        );

    private async Task<StepOutcome> WaitAsync(
        StepContext context,
        Polling polling,
        StepDeadline deadline,
        CancellationToken cancellationToken
    )
    {
        var last = "nothing yet";
        string? table = null;
        try
        {
            while (true)
            {
                if (await AskOnceAsync(polling, cancellationToken) is { } found)
                {
                    if (found.Outcome is not null)
                        return await ExplainedAsync(context, found.Outcome, cancellationToken);
                    (last, table) = (found.Last, found.Table);
                }

                await Task.Delay(step.Every, context.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var doing = $"waiting for {condition.Text}; last found: {last}";
            if (deadline.Passed(context.Redactor.Redact(doing), question.Place, table) is { } overdue)
                return Checks.Failed(overdue);
            throw;
        }
    }

    /// <summary>With what the plan's own script finds out about the failure.</summary>
    private async Task<StepOutcome> ExplainedAsync(StepContext context, StepOutcome outcome, CancellationToken cancellationToken)
    {
        if (Explain is null || outcome is not StepOutcome.Failed failed)
            return outcome;
        using var patience = new CancellationTokenSource(ExplainPatience, context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await Explain.RunAsync(context, both.Token) is StepOutcome.Failed { Diagnostic.Detail: { } found }
                ? failed with
                {
                    Diagnostic = failed.Diagnostic with { Detail = failed.Diagnostic.Detail is { } told ? $"{told}\n{found}" : found },
                }
                : failed;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return failed;
        }
    }

    /// <summary>Null where a connection was lost, which a wait outlives.</summary>
    private async Task<Found?> AskOnceAsync(Polling polling, CancellationToken cancellationToken)
    {
        // First: a condition that seems to hold means nothing once this is true.
        foreach (var fail in failIf)
        {
            if (await polling.AskAsync(fail, cancellationToken) is not { } answer)
                return null;
            if (FailsNow(fail, answer, polling.Context.Redactor) is { } failed)
                return new Found(Checks.Failed(failed), "", null);
        }

        if (await polling.AskAsync(question, cancellationToken) is not { } result)
            return null;
        var judgement = condition.Judge(result);
        if (judgement.Verdict == Verdict.Holds)
            return new Found(StepOutcome.Done.Nothing, "", null);
        var table = result.Columns.Count > 1 || result.RowCount > 1 ? ResultTable.Format(result, polling.Context.Redactor) : null;
        if (judgement.Verdict == Verdict.CannotHold)
            return new Found(
                Checks.Failed(
                    Diagnostic.Error(
                        "PR6121",
                        polling.Context.Redactor.Redact($"{condition.Text} cannot come true: {judgement.Found}"),
                        question.Place
                    ) with
                    {
                        Detail = table,
                    }
                ),
                "",
                null
            );
        if (progress is not null && await polling.AskAsync(progress, cancellationToken) is { } state)
            ProgressRow.Tell(polling.Context, state);
        return new Found(null, judgement.Found, table);
    }

    private static Diagnostic? FailsNow(Question failIf, QueryResult answer, Redactor redactor)
    {
        const uint Boolean = 16;
        if (!answer.HasColumns || answer.Columns[0].TypeOid != Boolean)
            return Diagnostic.Error("PR6106", "the first value of fail_if must be a boolean", failIf.Place, "compare, or ask EXISTS (…)");
        return answer.Rows.Count == 0 || answer.Rows[0][0] != "t"
            ? null
            : Diagnostic.Error("PR6122", "fail_if came true, so waiting has no more use", failIf.Place) with
            {
                Detail = Why(answer, redactor),
            };
    }

    // Behind the first column stands why, for people: one line a column reads better than a table as wide as its sentences.
    private static string? Why(QueryResult answer, Redactor redactor) =>
        answer.Columns.Count == 1
            ? null
            : redactor.Redact(
                string.Join('\n', answer.Columns.Skip(1).Select((column, index) => $"{column.Name}: {answer.Rows[0][index + 1]}"))
            );

    private sealed record Found(StepOutcome? Outcome, string Last, string? Table);
}
