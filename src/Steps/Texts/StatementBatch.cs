using PlanRunner.Sql;

namespace PlanRunner.Steps.Texts;

/// <summary>Statements that a step runs on one connection.</summary>
/// <param name="Connection">Where they run.</param>
/// <param name="Statements">In the order they run.</param>
/// <param name="Settings">The names of the session settings that the body itself gives.</param>
/// <param name="Together">They are one transaction.</param>
internal sealed record StatementBatch(
    string Connection,
    IReadOnlyList<SqlStatement> Statements,
    IReadOnlyCollection<string> Settings,
    bool Together
);
