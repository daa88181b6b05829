using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.State;
using PlanRunner.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>What a run was given with <c>--var</c> is in the journal, so that the next command knows what it was.</summary>
internal static class GivenVariables
{
    /// <summary>The values that the last run was given, below those that are typed now.</summary>
    public static IReadOnlyDictionary<string, string> OfLastRun(Plan plan, string environment, string? statePath, IReadOnlyDictionary<string, string> typed, Diagnostics diagnostics)
    {
        // Its name alone: a variable may have no value yet.
        var named = EnvironmentLoader.Load(plan, environment, new EnvironmentRequest(typed, ReadSecrets: false, _ => null), new Diagnostics())?.Name;
        if (named is null || StateFile.Read(StateFile.PathFor(plan, named, statePath), plan.Name, named).Snapshot.Runs.LastOrDefault() is not { } last)
            return typed;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in (last.Variables ?? new Dictionary<string, string>()).Where(v => plan.Variables.Any(known => known.Name == v.Key)).Concat(typed))
            values[name] = value;
        if (last.Withheld?.FirstOrDefault(name => !typed.ContainsKey(name)) is { } withheld)
            diagnostics.Error("PR5084", $"the last run was given --var {withheld}, whose value holds a secret and is not kept", null, $"type it beside --same-vars: --var {withheld}=…");
        return values;
    }

    /// <summary>What the last run was given and this command is not, as it is typed; null where there is no such thing.</summary>
    public static string? Missing(LoadedPlan loaded, StateSnapshot state)
    {
        if (state.Runs.LastOrDefault() is not { } last)
            return null;
        var values = (last.Variables ?? new Dictionary<string, string>())
            .Where(v => !loaded.Given.ContainsKey(v.Key) && loaded.Environment.Variables.TryGetValue(v.Key, out var now)
                && !IsValue(loaded.Plan, v.Key, v.Value, now))
            .Select(v => $"--var {CommandArguments.Quoted($"{v.Key}={v.Value}")}");
        var withheld = (last.Withheld ?? []).Where(name => !loaded.Given.ContainsKey(name) && loaded.Environment.Variables.ContainsKey(name)).Select(name => $"--var {name}=…");
        return string.Join(' ', values.Concat(withheld)) is { Length: > 0 } missing ? missing : null;
    }

    /// <param name="again">The command that was typed.</param>
    /// <summary>The exit code, after it was told what to type: with other values another text would run than the one that was begun.</summary>
    public static int? Refuse(CommandInput input, LoadedPlan loaded, StateSnapshot state, string again)
    {
        if (Missing(loaded, state) is not { } missing)
            return null;
        input.Output.Error($"error PR5085: {Said(state, missing)}\n  help: nothing was started; to go on with what it was given, type --same-vars, or: {again} {missing}; another value is said with --var, too");
        var next = $"{again} --same-vars";
        if (Windows.TellOpen(input, state, next) is { } open)
            return open;
        input.Output.Error($"next: {next}");
        return ExitCodes.PersonNeeded;
    }

    /// <summary>The same for a command that runs nothing; true where there was something to tell.</summary>
    public static bool Tell(CommandInput input, LoadedPlan loaded, StateSnapshot state)
    {
        if (Missing(loaded, state) is not { } missing)
            return false;
        input.Output.Error($"warning PR5085: {Said(state, missing)}: its texts may be others\n  help: type --same-vars, or: {missing}", "yellow");
        return true;
    }

    private static string Said(StateSnapshot state, string missing) =>
        $"the last run here ({state.Runs[^1].Run}, {state.Runs[^1].At:yyyy-MM-dd HH:mm}Z) was given {missing}, and this command is not";

    // However it was written then: [a, b] and [ a,b ] are one list.
    private static bool IsValue(Plan plan, string name, string given, object? now) =>
        plan.Variables.FirstOrDefault(variable => variable.Name == name) is { } declared
        && VariableValue.AreSame(VariableValue.Typed(declared, given, []), now);
}
