using System.Globalization;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Results;

namespace PlanRunner.Steps.Kinds;

/// <summary>Reads <c>done</c>, <c>total</c> and <c>unit</c> out of a progress query; what cannot be read is not told.</summary>
internal static class ProgressRow
{
    public static void Tell(StepContext context, QueryResult result)
    {
        if (result.Rows.Count == 0 || Number(result, "done") is not { } done)
            return;
        var unit = Value(result, "unit") ?? "";
        context.Tell(new StepEvent.Progress(context.Path, done, Number(result, "total"), context.Redactor.Redact(unit)));
    }

    private static decimal? Number(QueryResult result, string column) =>
        decimal.TryParse(Value(result, column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Value(QueryResult result, string column) =>
        result.Find(column) is var index and >= 0 ? result.Rows[0][index] : null;
}
