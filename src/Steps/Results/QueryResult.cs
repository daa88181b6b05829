namespace PlanRunner.Steps.Results;

/// <summary>
/// What a statement gave back: every value as Postgres writes it as text. <paramref name="RowCount"/> counts all rows, of which
/// only as many are kept as were asked for; it counts the rows changed where the statement returns none.
/// </summary>
internal sealed record QueryResult(IReadOnlyList<QueryColumn> Columns, IReadOnlyList<string?[]> Rows, long RowCount)
{
    /// <summary>False for statements that return no rows at all, such as DDL.</summary>
    public bool HasColumns => Columns.Count > 0;

    public int Find(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == column)
                return i;
        }

        return -1;
    }
}
