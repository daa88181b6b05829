using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Results;

namespace PlanRunner.Steps.Postgres;

/// <summary>Takes the values for later steps from a result: named columns of exactly one row, none of them null.</summary>
internal static class Captures
{
    public static Diagnostic NotYet(string name, CaptureReference reference) =>
        Diagnostic.Error(
            "PR6110",
            $"parameter \"{name}\" has no value: \"{reference}\" has not been captured",
            reference.Place,
            "run the step that captures it first"
        );

    /// <summary>The columns of the one row; a diagnostic in place of them when that is not what came back.</summary>
    public static async Task<(IReadOnlyDictionary<string, CapturedValue> Values, Diagnostic? Wrong)> TakeAsync(
        Session session,
        QueryResult? result,
        IReadOnlyList<string> columns,
        Place place,
        Redactor redactor,
        CancellationToken cancellationToken
    )
    {
        var values = new Dictionary<string, CapturedValue>(StringComparer.Ordinal);
        if (columns.Count == 0)
            return (values, null);
        if (result is null)
            return Wrong(
                "no statement of this step returns rows, so nothing can be captured",
                "add RETURNING, or a SELECT as the last statement"
            );
        if (result.RowCount != 1)
            return Wrong(
                $"capture needs exactly one row; there {(result.RowCount == 0 ? "is none" : $"are {result.RowCount}")}",
                "add a condition or an aggregate, so that one row remains"
            );
        foreach (var column in columns)
        {
            var index = result.Find(column);
            if (index < 0)
                return Wrong(
                    $"the result has no column \"{column}\"; it has {string.Join(", ", result.Columns.Select(c => c.Name))}",
                    "name the column with AS"
                );
            if (result.Rows[0][index] is not { } text)
                return Wrong($"column \"{column}\" is null, which cannot be captured", "use COALESCE, or find out why it is null");
            if (redactor.Holds(text) is { } secret)
                return Wrong(
                    $"column \"{column}\" contains the secret {secret}, and captured values are stored in the state in clear text",
                    "select something else"
                );
            values[column] = new CapturedValue(await session.TypeNameAsync(result.Columns[index].TypeOid, cancellationToken), text);
        }

        return (values, null);

        (IReadOnlyDictionary<string, CapturedValue> Values, Diagnostic? Wrong) Wrong(string message, string help) =>
            (values, Diagnostic.Error("PR6111", message, place, help));
    }

    /// <summary>Every value of the first row, nulls left out.</summary>
    public static async Task<IReadOnlyDictionary<string, CapturedValue>> RowAsync(
        Session session,
        QueryResult result,
        CancellationToken cancellationToken
    )
    {
        var values = new Dictionary<string, CapturedValue>(StringComparer.Ordinal);
        for (var i = 0; i < result.Columns.Count && result.Rows.Count > 0; i++)
        {
            if (result.Rows[0][i] is { } text)
                values[result.Columns[i].Name] = new CapturedValue(
                    await session.TypeNameAsync(result.Columns[i].TypeOid, cancellationToken),
                    text
                );
        }

        return values;
    }
}
