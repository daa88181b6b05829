using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Results;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>Asks two databases the same question and compares the rows by key.</summary>
internal sealed class CompareKind : StepKind
{
    public override string Key => "compare";

    public override bool IsCheck => true;

    public override StepBody Bind(MappingNode node, StepBinder binder)
    {
        var keys = SqlKeys.Bind(node, binder, on: "a");
        var b = binder.Connection(node, "b");
        if (keys.On is { } a && b is not null && a.Name == b.Name)
            binder.Diagnostics.Error("PR3315", $"\"{a.Name}\" is compared with itself", b.Place, "name the other connection");
        return new CompareStep(this, keys)
        {
            B = b,
            Columns = binder.Strings(node, "key"),
            Ignore = binder.Strings(node, "ignore"),
            AllowOnlyInA = binder.String(node, "only_in_a") == "allowed",
            AllowOnlyInB = binder.String(node, "only_in_b") == "allowed",
            Warn = binder.String(node, "severity") == "warn",
            Connections = [.. new[] { keys.On, b }.OfType<ConnectionReference>()],
        };
    }
}

/// <summary>A <c>compare</c> step as the plan says it.</summary>
internal sealed class CompareStep(CompareKind kind, SqlKeys keys) : SqlBody(kind, keys)
{
    /// <summary>The other connection; the first is that of the keys.</summary>
    public ConnectionReference? B { get; init; }

    /// <summary>The columns that name a row.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns that may differ.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>True where a row that only the first side has is no difference.</summary>
    public bool AllowOnlyInA { get; init; }

    /// <summary>True where a row that only the second side has is no difference.</summary>
    public bool AllowOnlyInB { get; init; }

    /// <summary>True where a difference lets the run continue.</summary>
    public bool Warn { get; init; }

    public override RenderedBody? Render(RenderScope scope)
    {
        var question = Keys.Question(scope);
        var settings = Keys.RenderSettings(scope);
        return question is null || B is null || settings is null
            ? null
            : new RenderedCompare(this, question, question with { Connection = B.Name }, settings);
    }
}

/// <summary>A <c>compare</c> step with its question.</summary>
internal sealed class RenderedCompare(CompareStep step, Question a, Question b, IReadOnlyDictionary<string, RenderedText> settings)
    : RenderedQuestion(step, a, settings)
{
    public override string Redacted =>
        Checks.Header(
            ("a", Question.Connection),
            ("b", b.Connection),
            ("key", string.Join(", ", step.Columns)),
            ("ignore", string.Join(", ", step.Ignore)),
            ("only_in_a", step.AllowOnlyInA ? "allowed" : null),
            ("only_in_b", step.AllowOnlyInB ? "allowed" : null),
            ("severity", step.Warn ? "warn" : null)
        ) + Question.Text.Redacted;

    public override Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
        Checks.RunAsync(
            context,
            Question.Place,
            async _ =>
            {
                var (comparison, wrong) = await CompareAsync(context, cancellationToken);
                if (wrong is not null)
                    return Checks.Failed(wrong);
                return comparison!.Equal
                    ? StepOutcome.Done.Nothing
                    : Checks.Told(
                        Diagnostic.Error("PR6140", comparison.Summary, Question.Place) with
                        {
                            Detail = comparison.Table(context.Redactor),
                        },
                        step.Warn
                    );
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
                var (comparison, wrong) = await CompareAsync(context, cancellationToken);
                if (wrong is not null)
                    return new Observation.Failed(wrong);
                var found = comparison!.Equal ? comparison.Summary : $"{comparison.Summary}\n{comparison.Table(context.Redactor)}";
                return new Observation.Checked(comparison.Equal, found)
                {
                    OnlyWarns = step.Warn,
                    Rows = comparison.Equal ? null : comparison.Rows(context.Redactor),
                };
            }
        );

    private async Task<(RowComparison? Comparison, Diagnostic? Wrong)> CompareAsync(
        StepContext context,
        CancellationToken cancellationToken
    )
    {
        var pinned = PortableText.Compared(SettingsIn(context));
        using var other = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sides = new[] { Question, b }.Select(question => ReadAsync(question, context, pinned, other)).ToArray();
        var read = await Task.WhenAll(sides);
        if (read.FirstOrDefault(r => r.Failure is not null).Failure is { } failure)
            throw failure;
        cancellationToken.ThrowIfCancellationRequested();
        var comparison = new RowComparison(Question.Connection, read[0].Result!, b.Connection, read[1].Result!, step);
        return comparison.Mistake is { } mistake
            ? (
                null,
                Diagnostic.Error(
                    "PR6141",
                    context.Redactor.Redact(mistake),
                    Question.Place,
                    "the columns in key must identify each row on both sides"
                )
            )
            : (comparison, null);
    }

    /// <summary>A side that fails ends the other one, whose own end then says nothing.</summary>
    private static async Task<(QueryResult? Result, PostgresFailureException? Failure)> ReadAsync(
        Question question,
        StepContext context,
        IReadOnlyDictionary<string, string> settings,
        CancellationTokenSource other
    )
    {
        try
        {
            return (await question.AskAsync(context, settings, int.MaxValue, (_, result) => Task.FromResult(result), other.Token), null);
        }
        catch (PostgresFailureException e)
        {
            await other.CancelAsync();
            return (null, e);
        }
        catch (OperationCanceledException)
        {
            return (null, null);
        }
    }
}
