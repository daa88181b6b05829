using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Transactions;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Execution;

/// <summary>What a step that is done already captured, as the row of its done_when gives it.</summary>
internal static class ProbeCaptures
{
    /// <summary>The values; or what is wrong with the row, and with the plan therefore.</summary>
    public static (IReadOnlyDictionary<string, CapturedValue> Values, Diagnostic? Wrong) Of(RenderedStep step, ProbeAnswer.Yes yes)
    {
        var captured = new Dictionary<string, CapturedValue>(StringComparer.Ordinal);
        foreach (var name in step.Body!.Body.Captures)
        {
            if (!yes.Row.TryGetValue(name, out var value))
                return (
                    captured,
                    Diagnostic.Error(
                        "PR6003",
                        $"step \"{step.Path}\" is already done, "
                            + $"but the row of its done_when lacks captured columns: {string.Join(", ", step.Body.Body.Captures)}",
                        step.Place,
                        "select those columns in done_when too"
                    )
                );
            // A step of this kind would have captured it as that, whatever the probe's column is.
            value = step.Body.Body.CaptureType(name) is { } type ? value with { Type = type } : value;
            if (CapturedTexts.Mistake(value) is var (why, help))
                return (
                    captured,
                    Diagnostic.Error(
                        "PR6009",
                        $"step \"{step.Path}\" is already done, but \"{name}\" "
                            + $"in the row of its done_when is not of type {value.Type}: {why}",
                        step.Place,
                        help
                    )
                );
            captured[name] = value;
        }

        return (captured, null);
    }
}
