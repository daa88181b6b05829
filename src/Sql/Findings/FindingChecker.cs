using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Findings;

/// <summary>Checks the statements of one text, in the order they run, each in the context of those before it.</summary>
internal sealed class FindingChecker(FindingContext context)
{
    // Their messages say how the relation is locked.
    private static readonly FindingRule[] LongLocks = [FindingRules.Rewrite, FindingRules.ScanUnderLock, FindingRules.NotConcurrently];

    private const int LongestBeginning = 500;

    private readonly List<Finding> findings = [];
    private readonly Dictionary<string, TableLock> held = new(StringComparer.Ordinal);
    private readonly SessionReader session = new();
    private bool hasLockTimeout = context.HasLockTimeout;
    private bool toldLockTimeout;
    private bool whole;
    private string beginning = "";

    /// <summary>The relations that a statement names in a way that findings are about: those worth asking the size of.</summary>
    public static IEnumerable<string> Relations(SqlStatement statement)
    {
        var reading = StatementReader.Read(statement.RedactedWords);
        return reading
            .Hits.Select(h => h.Relation)
            .OfType<string>()
            .Concat(reading.Locks.Where(l => l.Lock >= TableLock.Share).Select(l => l.Relation))
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>The locks that a statement takes on what is there before it.</summary>
    public static IReadOnlyList<RelationLock> Locks(string statement) => [.. StatementReader.Read(StatementTokens.Of(statement)).Locks];

    /// <summary>True where a statement makes an object of this name: creates it, adds it to a table, or renames one to it.</summary>
    public static bool Makes(SqlStatement statement, string name)
    {
        var words = statement.RedactedWords;
        var alters = words.Is(0, "alter");
        if (!alters && !words.Is(0, "create") && !words.Is(0, "select") && !words.Is(0, "with"))
            return false;
        var begins = words.Is(0, "create");
        foreach (var i in words.TopLevel())
        {
            if (words.Is(0, "create"))
                begins = begins && !words.Is(i, "on") && !words.Is(i, "as") && !words.Is(i, "returns");
            else if (
                words.Is(i - 1, alters ? "add" : "into")
                || (alters && (words.Is(i - 1, "to") || words.Is(i - 1, "exists") || (words.Is(i - 1, "column") && words.Is(i - 2, "add"))))
            )
                begins = true;
            else if (!words.IsSymbol(i, '.') && !words.IsSymbol(i - 1, '.'))
                begins = false;
            if (begins && i > 0 && words.Name(i) == name)
                return true;
        }

        return false;
    }

    /// <summary>Statements that ran before this run: they determine what later ones find.</summary>
    public static void Learn(PlanTrail trail, IEnumerable<SqlStatement> statements)
    {
        foreach (var statement in statements)
            trail.Add(StatementReader.Read(statement.RedactedWords), now: false);
    }

    public IReadOnlyList<Finding> Check(IEnumerable<SqlStatement> statements)
    {
        var all = statements.ToList();
        foreach (var statement in all)
            Check(statement);
        if (session.NothingLasts && all.Count > 0)
            Add(
                all[0],
                FindingRules.NothingLasts,
                null,
                "everything that this step sets or creates ends with it, because every step has its own session"
            );
        return findings;
    }

    private void Check(SqlStatement statement)
    {
        // If it contains a secret, only the redacted text is read: no name may carry one into a message.
        var redacted = statement.Redacted;
        whole = !statement.HoldsSecret;
        beginning = redacted[..Math.Min(redacted.Length, LongestBeginning)];
        var words = statement.RedactedWords;
        if (words.Count == 0)
            return;
        if (session.Read(words, context.InTransaction) is var (token, what, safer))
            Add(
                statement,
                FindingRules.EndsWithStep,
                null,
                $"{what} ends with this step, because every step has its own session",
                safer,
                words[token].Start,
                words[token].Length
            );
        if (words.Is(0, "set") && (words.Is(1, "lock_timeout") || words.Is(2, "lock_timeout")))
        {
            hasLockTimeout = true;
            return;
        }

        var reading = StatementReader.Read(words);
        var spared = reading.SetsNotNull.Where(s => context.Trail.IsNeverNull(s.Table, s.Column)).Select(s => s.Hit).ToList();
        reading.Hits.RemoveAll(spared.Contains);
        if (spared.Count > 0 && !reading.Hits.Exists(h => h.Rule == FindingRules.Rewrite || h.Rule == FindingRules.ScanUnderLock))
            reading.WorksOn = null;
        foreach (var hit in reading.Hits)
            Hit(statement, words, hit);
        UnderLock(statement, reading);
        foreach (var taken in reading.Locks.Where(l => l.Lock >= TableLock.Share && !IsNew(l.Relation)))
            Lock(statement, reading, taken);
        context.Trail.Add(reading, now: true);
    }

    private void Hit(SqlStatement statement, StatementTokens words, RuleHit hit)
    {
        // A block must not depend on how far an earlier run got: what could be started can be started again.
        if (hit.Relation is { } relation && (hit.Rule.Severity == FindingSeverity.Block ? context.Trail.IsOwn(relation) : IsNew(relation)))
            return;
        if (context.Idempotent && hit.Rule == FindingRules.IfExists)
            return;
        var token = words[Math.Clamp(hit.Token, 0, words.Count - 1)];
        Add(statement, hit.Rule, hit.Relation, hit.Message, hit.Safer, token.Start, token.Length);
    }

    // A lock is kept to the end of the transaction, so what comes after it makes it longer.
    private void UnderLock(SqlStatement statement, StatementReading reading)
    {
        if (!context.InTransaction || reading.WorksOn is not { Length: > 0 } worked || IsNew(worked) || held.Count == 0)
            return;
        var (relation, mode) = held.MaxBy(h => h.Value);
        if (relation != worked || mode > TableLock.ShareUpdateExclusive)
            Add(
                statement,
                FindingRules.WorkUnderLock,
                worked,
                $"it processes {worked} while an earlier statement still holds {mode.Name()} on {relation}, which blocks {mode.Blocks()}"
            );
    }

    private void Lock(SqlStatement statement, StatementReading reading, RelationLock taken)
    {
        if (!hasLockTimeout && !toldLockTimeout)
        {
            toldLockTimeout = true;
            Add(
                statement,
                FindingRules.NoLockTimeout,
                null,
                $"it waits for {taken.Lock.Name()} on {taken.Relation} without a lock_timeout, and every other session queues behind it"
            );
        }

        var known = held.GetValueOrDefault(taken.Relation);
        if (taken.Lock <= known)
            return;
        held[taken.Relation] = taken.Lock;
        // A finding that says more about the same relation has said this too.
        if (reading.Hits.Exists(h => h.Relation == taken.Relation && LongLocks.Contains(h.Rule)))
            return;
        var rule = taken.Lock == TableLock.AccessExclusive ? FindingRules.BlocksReads : FindingRules.BlocksWrites;
        Add(
            statement,
            rule,
            taken.Relation,
            $"{taken.Lock.Name()} on {taken.Relation} blocks {taken.Lock.Blocks()}{(context.InTransaction ? " until the step is committed" : "")}"
        );
    }

    private bool IsNew(string relation) => context.Trail.IsNew(relation);

    private void Add(
        SqlStatement statement,
        FindingRule rule,
        string? relation,
        string message,
        string? safer = null,
        int at = 0,
        int length = 0
    )
    {
        var size = relation is null ? null : context.SizeOf(relation);
        var severity = rule.BySize && size is { IsSmall: true } ? FindingSeverity.Note : rule.Severity;
        var place = length > 0 && whole ? statement.Source.PlaceAt(statement.Start + at, length) : statement.Place;
        findings.Add(
            new Finding(rule, severity, place, message + (size is null ? "" : $" ({size.Words})"))
            {
                Relation = relation,
                Beginning = beginning,
                Safer = safer ?? rule.Safer,
            }
        );
    }
}
