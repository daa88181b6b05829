using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Source;

namespace PlanRunner.Runner.Gates;

/// <summary>What a run was given with <c>--var</c> is in the journal, so that the next command knows what it was.</summary>
internal static class GivenVariables
{
    /// <summary>The values of the last run, overridden by those given now.</summary>
    public static IReadOnlyDictionary<string, string> OfLastRun(
        Plan plan,
        string environment,
        string? statePath,
        IReadOnlyDictionary<string, string> typed,
        Diagnostics diagnostics
    )
    {
        // Its name alone: a variable may have no value yet.
        var named = EnvironmentLoader
            .Load(plan, environment, new EnvironmentRequest(typed, ReadSecrets: false, _ => null), new Diagnostics())
            ?.Name;
        if (
            named is null
            || StateFile.Read(StateFile.PathFor(plan, named, statePath), plan.Name, named).Snapshot.Runs.LastOrDefault() is not { } last
        )
            return typed;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var (name, value) in (last.Variables ?? new Dictionary<string, string>())
                .Where(v => plan.Variables.Any(known => known.Name == v.Key))
                .Concat(typed)
        )
            values[name] = value;
        if (last.Withheld?.FirstOrDefault(name => !typed.ContainsKey(name)) is { } withheld)
            diagnostics.Error(
                "PR5084",
                $"the last run had --var {withheld}, whose value contains a secret and is not stored",
                null,
                $"pass it with --same-vars: --var {withheld}=…"
            );
        return values;
    }

    /// <summary>With other values another text would run than the one that was started.</summary>
    public static Refusal? Ask(GateQuestion asked)
    {
        // Where nothing runs no value matters; even so, the text that an undo undoes may have been another.
        var runs = asked.Command != GatedCommand.Apply || !asked.Now.NothingToDo;
        return !runs || Refuse(asked.Plan, asked.Now.State, asked.Given, asked.Typed.Whole) is not { } refusal ? null
            : asked.Now.Lost is null ? refusal
            : refusal with { ExitCode = ExitCodes.NotUndone };
    }

    /// <param name="plan">The plan in the environment.</param>
    /// <param name="state">Which records the values of the last run.</param>
    /// <param name="given">What this command is given.</param>
    /// <param name="again">The command as given.</param>
    public static Refusal? Refuse(RenderedPlan plan, StateSnapshot state, IReadOnlyDictionary<string, string> given, string again)
    {
        if (Missing(plan, state, given) is not { } missing)
            return null;
        var help =
            $"nothing was started; to continue with those values, add --same-vars, or run: {again} {missing}; "
            + "use --var for another value, too";
        var refusal = Refusal.Of(ExitCodes.PersonNeeded, "PR5085", Said(state, missing), help) with { Next = $"{again} --same-vars" };
        return OpenGuardedGroups.Told(refusal, state);
    }

    /// <summary>The same for a command that runs nothing.</summary>
    public static Diagnostic? Warning(RenderedPlan plan, StateSnapshot state, IReadOnlyDictionary<string, string> given) =>
        Missing(plan, state, given) is { } missing
            ? new Diagnostic(
                "PR5085",
                Severity.Warning,
                $"{Said(state, missing)}: its texts may differ",
                null,
                $"pass --same-vars, or: {missing}"
            )
            : null;

    // What the last run had and this command has not, as options; null where there is nothing.
    private static string? Missing(RenderedPlan plan, StateSnapshot state, IReadOnlyDictionary<string, string> given)
    {
        if (state.Runs.LastOrDefault() is not { } last)
            return null;
        var variables = plan.Environment.Variables;
        var values = (last.Variables ?? new Dictionary<string, string>())
            .Where(v => !given.ContainsKey(v.Key) && variables.TryGetValue(v.Key, out var now) && !IsValue(plan.Plan, v.Key, v.Value, now))
            .Select(v => $"--var {CommandArguments.Quoted($"{v.Key}={v.Value}")}");
        var withheld = (last.Withheld ?? [])
            .Where(name => !given.ContainsKey(name) && variables.ContainsKey(name))
            .Select(name => $"--var {name}=…");
        return string.Join(' ', values.Concat(withheld)) is { Length: > 0 } missing ? missing : null;
    }

    private static string Said(StateSnapshot state, string missing) =>
        $"the last run here ({state.Runs[^1].Run}, {state.Runs[^1].At:yyyy-MM-dd HH:mm}Z) had {missing}, and this command does not";

    // However it was written then: [a, b] and [ a,b ] are one list.
    private static bool IsValue(Plan plan, string name, string given, object? now) =>
        plan.Variables.FirstOrDefault(variable => variable.Name == name) is { } declared
        && VariableValue.AreSame(VariableValue.Typed(declared, given, []), now);
}
