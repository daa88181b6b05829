namespace PlanRunner.Sql.Lexing;

/// <summary>A token of SQL: where it is in its text. Blanks and comments are none.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;
}
