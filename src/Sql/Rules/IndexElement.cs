namespace PlanRunner.Sql.Rules;

/// <summary>One key of an index as a text says it.</summary>
/// <param name="Text">The column or the expression, in words that a query understands.</param>
/// <param name="Column">The column's name; null for an expression.</param>
/// <param name="Collation">Its name without a schema; null where none is said.</param>
/// <param name="Class">The operator class without a schema; null where none is said.</param>
/// <param name="ClassOptions">In parentheses behind it.</param>
internal sealed record IndexElement(
    string Text,
    string? Column,
    string? Collation,
    string? Class,
    string? ClassOptions,
    bool Descending,
    bool NullsFirst
);
