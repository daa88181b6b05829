namespace PlanRunner.Steps.Postgres;

/// <summary>Which statements leave something behind that a rollback does not take away.</summary>
internal static class RollbackRules
{
    public static string? WhyNot(StatementTokens words)
    {
        if (words.Is(0, "copy") && (words.Find("program") >= 0 || words.Find("to") >= 0))
            return "COPY to a file or a program is not undone by a rollback";
        // Creating a routine does not call what its body calls.
        if (words.Is(0, "create") && (words.Find("function") is > 0 and < 5 || words.Find("procedure") is > 0 and < 5))
            return null;
        for (var i = 0; i < words.Count; i++)
        {
            var function = words.IsSymbol(i + 1, '(') ? words.Name(i)
                : words.Is(0, "do") && words[i].Kind is SqlTokenKind.DollarString or SqlTokenKind.String
                    ? EffectFunctions.FirstIn(words.Raw(i), EffectFunctions.SurvivesRollback)
                    : null;
            if (function is not null && EffectFunctions.SurvivesRollback(function))
                return $"it calls {function}(), whose effect a rollback does not undo";
        }

        return null;
    }
}
