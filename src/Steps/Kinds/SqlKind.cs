using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Sql.Lexing;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.EndStates;
using PlanRunner.Steps.Postgres.Transactions;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>Changes a database: in one transaction, or outside where its one statement cannot be in one.</summary>
internal sealed class SqlKind : StepKind
{
    public override string Key => "sql";

    public override bool CanUndo => true;

    public override string CaptureHelp(string step, string wanted, IReadOnlyList<string> captured) =>
        $"add capture: [{wanted}] to \"{step}\"";

    public override StepBody Bind(MappingNode node, StepBinder binder) =>
        new SqlStep(this, SqlKeys.Bind(node, binder))
        {
            Mode = binder.String(node, "transaction") switch
            {
                "required" => TransactionMode.Required,
                "forbidden" => TransactionMode.Forbidden,
                "rollback" => TransactionMode.Rollback,
                _ => TransactionMode.Auto,
            },
            FailOnNotice = binder.Strings(node, "fail_on_notice"),
            Captures = binder.Captures(node),
            CapturePlace = node["capture"]?.Place,
        };
}

/// <summary>How an <c>sql</c> step uses transactions.</summary>
internal enum TransactionMode
{
    /// <summary>In one, unless its statement cannot be.</summary>
    Auto,

    Required,

    Forbidden,

    /// <summary>In one that is always rolled back: a check by trying.</summary>
    Rollback,
}

/// <summary>An <c>sql</c> step as the plan says it.</summary>
internal sealed class SqlStep(SqlKind kind, SqlKeys keys) : SqlBody(kind, keys)
{
    public TransactionMode Mode { get; init; }

    public IReadOnlyList<string> FailOnNotice { get; init; } = [];

    /// <summary>What is always rolled back leaves nothing to undo.</summary>
    public override bool HasEffect => Mode != TransactionMode.Rollback;

    public override RenderedBody? Render(RenderScope scope)
    {
        var settings = Keys.RenderSettings(scope);
        if (
            Keys is not { On: { } on, Text: { } slot }
            || StatementTexts.Render(slot, Parameters, scope) is not var (text, statements)
            || settings is null
        )
            return null;
        return CheckMode(statements, scope.Diagnostics) ? new RenderedSql(this, on.Name, text, statements, settings) : null;
    }

    private bool CheckMode(IReadOnlyList<SqlStatement> statements, Diagnostics diagnostics)
    {
        var outside = statements.FirstOrDefault(s => s.Class.TransactionForbidden);
        if (outside is not null && Mode is TransactionMode.Required or TransactionMode.Rollback)
        {
            diagnostics.Error(
                "PR3306",
                $"transaction: {(Mode == TransactionMode.Required ? "required" : "rollback")}, but {outside.Class.Reason}",
                outside.Place,
                "remove transaction or set it to forbidden; such a step holds that one statement"
            );
            return false;
        }

        if (Mode == TransactionMode.Rollback && statements.FirstOrDefault(s => !s.Class.RollbackSafe) is { } lasting)
        {
            diagnostics.Error(
                "PR3309",
                $"transaction: rollback, but {lasting.Class.Reason}",
                lasting.Place,
                "remove that statement, or let the step keep its effect"
            );
            return false;
        }

        if (outside is null && Mode != TransactionMode.Forbidden)
        {
            var found = new Diagnostics();
            TransactionMistakes.Check(statements, found);
            diagnostics.AddRange(found);
            return !found.HasErrors;
        }

        if (statements.Count == 1)
            return true;
        var at = outside ?? statements[1];
        var why = outside is null
            ? "with transaction: forbidden a step holds exactly one statement"
            : $"{outside.Class.Reason}, so it must be alone in its step";
        diagnostics.Error("PR3307", why, at.Place, "make each statement a step of its own, so that it is known which ones ran");
        return false;
    }
}

/// <summary>An <c>sql</c> step with its statements.</summary>
internal sealed class RenderedSql(
    SqlStep step,
    string on,
    RenderedText text,
    IReadOnlyList<SqlStatement> statements,
    IReadOnlyDictionary<string, RenderedText> settings
) : RenderedBody(step)
{
    public IReadOnlyList<SqlStatement> Statements { get; } = statements;

    private bool Outside => step.Mode == TransactionMode.Forbidden || Statements.Any(s => s.Class.TransactionForbidden);

    public override bool KeepsNothing => step.Mode == TransactionMode.Rollback;

    public override StepEffect Effect =>
        KeepsNothing ? StepEffect.None
        : Outside ? StepEffect.Outside
        : StepEffect.Transaction;

    public override bool HoldsSecret => text.HoldsSecret;

    public override string Redacted => field ??= CopyRows.Shown(text, Statements.Select(statement => statement.Rows));

    public override string? Settles => End?.Settles;

    private EndState? End => field ??= Outside ? EndStateReader.Of(Statements[0]) : null;

    public override string FingerprintFacts =>
        string.Join(
            '\n',
            $"on={on}",
            $"transaction={step.Mode}",
            $"params={string.Join(',', step.Parameters.Keys.Order(StringComparer.Ordinal))}",
            $"capture={string.Join(',', step.Captures)}",
            $"fail_on_notice={string.Join(',', step.FailOnNotice)}{KindSettings.Facts(settings)}"
        );

    public override IReadOnlyDictionary<string, string> Settings =>
        settings.ToDictionary(s => s.Key, s => s.Value.Redacted, StringComparer.OrdinalIgnoreCase);

    public override StatementBatch Batch(Observation? seen) => new(on, Statements, [.. settings.Keys], !Outside);

    public override async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var together = !Outside && context.Verify?.Connection == on;
        var given = KindSettings.Over(context.Settings, settings);
        var work = new TransactionWork(on, Statements, Statements[0].Place)
        {
            // Without values that come or go, the author's literals mean what they mean in this database.
            Settings = step.Captures.Count > 0 || context.Parameters.Count > 0 ? PortableText.Passed(given) : given,
            Parameters = context.Parameters,
            Captures = step.Captures,
            FailOnNotice = step.FailOnNotice,
            KeepNothing = KeepsNothing,
            Verify = together ? context.Verify : null,
            End = End,
        };
        var deadline = new StepDeadline(context);
        var outcome = Outside
            ? await new LoneStatement(context, work, deadline).RunAsync(cancellationToken)
            : await new StepTransaction(context, work, deadline).RunAsync(cancellationToken);
        return together ? outcome : await Verification.AfterwardsAsync(context, outcome, cancellationToken);
    }

    public override async Task<EndAnswer?> AskEndAsync(StepContext context, bool tidy, CancellationToken cancellationToken) =>
        End is null
            ? null
            : await new EndAsker(context, End, on, KindSettings.Over(context.Settings, settings)).AskAsync(
                context.LastRun,
                tidy,
                cancellationToken
            );

    public override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellationToken) =>
        await AskEndAsync(context, tidy: false, cancellationToken) switch
        {
            EndAnswer.Done done => new Observation.There(done.Found),
            EndAnswer.Left left => new Observation.Exact { Now = left.Text },
            EndAnswer.InTheWay other => new Observation.Checked(false, $"{other.Found}; {other.Help}"),
            EndAnswer.Unknown unknown => new Observation.Exact { Now = $"the current state could not be read: {unknown.Found}" },
            _ => new Observation.Exact(),
        };

    public override Task<TransactionFate> SettleAsync(StepContext context, CommitPoint point, CancellationToken cancellationToken) =>
        StepCommit.AskAsync(context, point, cancellationToken);
}
