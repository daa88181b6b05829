using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.EndStates;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Postgres.Transactions;

/// <summary>What one transaction of a step is to do.</summary>
internal sealed record TransactionWork(string Connection, IReadOnlyList<SqlStatement> Statements, Place Place)
{
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, CapturedValue> Parameters { get; init; } = new Dictionary<string, CapturedValue>();

    public IReadOnlyList<string> Captures { get; init; } = [];

    /// <summary>Severities of notices that fail the step.</summary>
    public IReadOnlyList<string> FailOnNotice { get; init; } = [];

    /// <summary>Rolls back at the end although all went well.</summary>
    public bool KeepNothing { get; init; }

    /// <summary>Asked before COMMIT on the same session.</summary>
    public RenderedProbe? Verify { get; init; }

    /// <summary>The key of a generated statement.</summary>
    public string? Item { get; init; }

    /// <summary>Of that statement.</summary>
    public string? ItemFingerprint { get; init; }

    /// <summary>How the catalog shows the outcome of its one statement, which is in no transaction; null where none does.</summary>
    public EndState? End { get; init; }

    public bool RollbackSafe => Statements.All(s => s.Class.RollbackSafe);
}
