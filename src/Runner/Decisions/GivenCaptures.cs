using PlanRunner.Runner.Changes;
using PlanRunner.Sql.Rules;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Decisions;

/// <summary>What a step that a person calls done would have captured: what was typed, and what an attempt of it had captured before.</summary>
internal sealed class GivenCaptures
{
    private readonly Dictionary<string, CapturedValue> values;
    private readonly StepChange change;

    private GivenCaptures(StepChange change)
    {
        this.change = change;
        values = new(change.State?.Captured ?? new Dictionary<string, CapturedValue>(), StringComparer.Ordinal);
    }

    public static (IReadOnlyDictionary<string, CapturedValue> Values, Decided? Wrong) Of(DecisionOptions options, StepChange change)
    {
        var given = new GivenCaptures(change);
        var wrong = options.Captures.Select(given.Take).FirstOrDefault(mistake => mistake is not null) ?? given.Missing();
        return (given.values, wrong);
    }

    private IReadOnlyList<string> Names => change.Step.Body!.Body.Captures;

    private Decided? Take(string typed)
    {
        var equals = typed.IndexOf('=', StringComparison.Ordinal);
        var (name, type) = Split(typed[..Math.Max(0, equals)]);
        if (!Names.Contains(name, StringComparer.Ordinal))
            return Decided.Not(
                "PR5025",
                $"--capture \"{typed}\": step \"{change.Path}\" captures {(Names.Count == 0 ? "nothing" : string.Join(", ", Names))}",
                "write --capture NAME=VALUE"
            );
        if (type is not null && TypeNames.Checked(type) != type)
            return Decided.Not(
                "PR5025",
                $"--capture {name}: \"{type}\" is not the name of a type",
                "write one of Postgres', such as bigint"
            );
        var known = change.Step.Body!.Body.CaptureType(name) ?? type ?? values.GetValueOrDefault(name)?.Type;
        var value = new CapturedValue(known ?? "text", typed[(equals + 1)..]);
        if (CapturedTexts.Mistake(value) is var (why, help))
            return Decided.Not("PR5025", $"--capture {name}: the step captures a value of type {value.Type}, and {why}", help);
        values[name] = value;
        return null;
    }

    // NAME::TYPE, where the kind does not know the type of what it captures.
    private (string Name, string? Type) Split(string typed)
    {
        var colons = typed.LastIndexOf("::", StringComparison.Ordinal);
        return colons > 0 && !Names.Contains(typed, StringComparer.Ordinal) && change.Step.Body!.Body.CaptureType(typed[..colons]) is null
            ? (typed[..colons], typed[(colons + 2)..])
            : (typed, null);
    }

    private Decided? Missing() =>
        Names.FirstOrDefault(name => !values.ContainsKey(name)) is { } missing
            ? Decided.Not(
                "PR5025",
                $"step \"{change.Path}\" captures \"{missing}\", and steps below may need it",
                $"say what it is: --capture {missing}=VALUE; or --not-done, and it runs again"
            )
            : null;
}
