using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Transactions;
using PlanRunner.Steps.Results;

namespace PlanRunner.Steps.Kinds;

/// <summary>A <c>wait</c> step with its questions.</summary>
internal sealed class RenderedWait(
    WaitStep step,
    Question question,
    Condition condition,
    IReadOnlyDictionary<string, RenderedText> settings
) : RenderedQuestion(step, question, settings)
{
    private static readonly TimeSpan ExplainPatience = TimeSpan.FromMinutes(2);

    public required IReadOnlyList<Question> FailIf { get; init; }

    public Question? Progress { get; init; }

    internal RenderedBody? Explain { get; init; }

    public override bool HoldsSecret => base.HoldsSecret || Explain?.HoldsSecret == true;

    public override string Redacted =>
        Checks.Header([
            ("on", Question.Connection),
            (condition.Key, condition.Text[(condition.Key.Length + 2)..]),
            ("every", Durations.Format(step.Every)),
            .. FailIf.Select(f => ("fail_if", (string?)$"({f.Connection}) {f.Text.Redacted}")),
            ("progress", Progress is null ? null : $"({Progress.Connection}) {Progress.Text.Redacted}"),
        ])
        + Question.Text.Redacted
        + (
            Explain is null
                ? ""
                : $"\n-- explain:\n--   {Explain.Redacted.TrimEnd('\n').Replace("\n", "\n--   ", StringComparison.Ordinal)}"
        );

    public override async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        await using var polling = new Polling(context, SettingsIn(context));
        return await Checks.RunAsync(
            context,
            Question.Place,
            deadline => WaitAsync(context, polling, deadline, cancellationToken),
            cancellationToken
        );
    }

    public override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellationToken) =>
        Checks.ObserveAsync(
            context,
            Question.Place,
            step.Parameters,
            () =>
                Question.AskAsync<Observation>(
                    context,
                    SettingsIn(context),
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
            if (deadline.Passed(context.Redactor.Redact(doing), Question.Place, table) is { } overdue)
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
        foreach (var fail in FailIf)
        {
            if (await polling.AskAsync(fail, cancellationToken) is not { } answer)
                return null;
            if (FailsNow(fail, answer, polling.Context.Redactor) is { } failed)
                return new Found(Checks.Failed(failed), "", null);
        }

        if (await polling.AskAsync(Question, cancellationToken) is not { } result)
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
                        polling.Context.Redactor.Redact($"{condition.Text} can no longer become true: {judgement.Found}"),
                        Question.Place
                    ) with
                    {
                        Detail = table,
                    }
                ),
                "",
                null
            );
        if (Progress is not null && await polling.AskAsync(Progress, cancellationToken) is { } state)
            ProgressRow.Tell(polling.Context, state);
        return new Found(null, judgement.Found, table);
    }

    private static Diagnostic? FailsNow(Question failIf, QueryResult answer, Redactor redactor)
    {
        const uint Boolean = 16;
        if (!answer.HasColumns || answer.Columns[0].TypeOid != Boolean)
            return Diagnostic.Error("PR6106", "the first value of fail_if must be a boolean", failIf.Place, "compare, or use EXISTS (…)");
        return answer.Rows.Count == 0 || answer.Rows[0][0] != "t"
            ? null
            : Diagnostic.Error("PR6122", "fail_if is true, so the step stopped waiting", failIf.Place) with
            {
                Detail = Why(answer, redactor),
            };
    }

    // The other columns explain why: one line for each reads better than a table as wide as its sentences.
    private static string? Why(QueryResult answer, Redactor redactor) =>
        answer.Columns.Count == 1
            ? null
            : redactor.Redact(
                string.Join('\n', answer.Columns.Skip(1).Select((column, index) => $"{column.Name}: {answer.Rows[0][index + 1]}"))
            );

    private sealed record Found(StepOutcome? Outcome, string Last, string? Table);
}
