using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.EndStates;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Contract;

/// <summary>What will run, to the letter, in one environment.</summary>
internal abstract class RenderedBody(StepBody body)
{
    public StepBody Body { get; } = body;

    public StepKind Kind => Body.Kind;

    public abstract StepEffect Effect { get; }

    /// <summary>
    /// Everything that decides what will run, as people read it, secrets by name: shown in a dry run, journaled, diffed and
    /// fingerprinted. For SQL the text; for other kinds the text preceded by lines <c>-- key: value</c>.
    /// </summary>
    public abstract string Redacted { get; }

    /// <summary>It is tried and rolled back.</summary>
    public virtual bool KeepsNothing => false;

    /// <summary>There is nothing to run: only its marker goes.</summary>
    public virtual bool RunsNothing => false;

    /// <summary>Whether a secret is in its text.</summary>
    public abstract bool HoldsSecret { get; }

    /// <summary>What will run or be read and is not part of <see cref="Redacted"/> by its content, as shown.</summary>
    public virtual IReadOnlyList<string> Uncovered => [];

    /// <summary>The text, with no more files by content than were in what ran.</summary>
    public virtual string RedactedBeside(string rendered) => Redacted;

    /// <summary>Facts that belong into the fingerprint beside the text and need no showing, such as the transaction mode.</summary>
    public virtual string FingerprintFacts => "";

    /// <summary>The captured values that it receives, by parameter name, where <see cref="Redacted"/> does not show them.</summary>
    public virtual IReadOnlyDictionary<string, CaptureReference> Parameters => Body.Parameters;

    public IReadOnlyList<string> Connections => [.. Body.Connections.Select(c => c.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>Session settings that the body itself gives, secrets by name.</summary>
    public virtual IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>();

    /// <summary>The statements that change something, for who looks at what they do; null where there are none to look at.</summary>
    /// <param name="seen">What a look at the database found, where that lists statements.</param>
    public virtual StatementBatch? Batch(Observation? seen) => null;

    public abstract Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken);

    /// <summary>What a dry run can see, read-only.</summary>
    public virtual Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellationToken) =>
        Task.FromResult<Observation>(new Observation.Exact());

    /// <summary>How the catalog shows the outcome of a statement outside a transaction; null where only a probe or a person can.</summary>
    public virtual string? Settles => null;

    /// <summary>The catalog shows its outcome, after an attempt that came this far with its list.</summary>
    public virtual bool CatalogTells(IReadOnlyList<ListedItemState>? listed) => Settles is not null;

    /// <summary>What the catalog says of a step outside a transaction that was interrupted, failed, or is about to run; or null.</summary>
    /// <param name="context">What it may touch.</param>
    /// <param name="tidy">Takes away what an earlier attempt left.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public virtual Task<EndAnswer?> AskEndAsync(StepContext context, bool tidy, CancellationToken cancellationToken) =>
        Task.FromResult<EndAnswer?>(null);

    /// <summary>
    /// For a step interrupted outside a transaction: ends what that attempt left running, on the server or here, so that a probe asked
    /// afterwards is reliable. Null once nothing runs, else why something may.
    /// </summary>
    public virtual Task<string?> EndLeftoversAsync(
        StepContext context,
        string run,
        BackendPoint? backend,
        CancellationToken cancellationToken
    ) =>
        backend is null
            ? Task.FromResult<string?>(null)
            : new Postgres.TransactionOutcome(context.Sessions, context.Time, context.Path, context.Tell).EndAsync(
                backend,
                cancellationToken
            );

    /// <summary>
    /// For a step interrupted with a commit point: the outcome of that transaction. Only bodies with transactions know.
    /// </summary>
    public virtual Task<TransactionFate> SettleAsync(StepContext context, CommitPoint point, CancellationToken cancellationToken) =>
        Task.FromResult(TransactionFate.Unknown("the step is in no transaction any more"));
}
