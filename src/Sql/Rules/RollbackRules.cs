using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Rules;

/// <summary>Which statements leave something behind that a rollback does not take away.</summary>
internal static class RollbackRules
{
    /// <summary>The sequence that a statement certainly makes: with it goes its value when all is rolled back.</summary>
    public static string? NewSequence(StatementTokens words)
    {
        var at = words.Are(0, "create", "sequence") && !words.Is(2, "if") ? 2 : -1;
        for (var i = 0; at < 0 && words.Are(0, "alter", "table") && i < words.Count; i++)
            at = words.Are(i, "sequence", "name") ? i + 2 : -1;
        return at < 0 ? null
            : words.IsSymbol(at + 1, '.') ? $"{words.Raw(at)}.{words.Raw(at + 2)}"
            : at < words.Count ? words.Raw(at)
            : null;
    }

    /// <summary>The sequence of <c>SELECT setval('name', …)</c> that does nothing else.</summary>
    public static string? SetSequence(StatementTokens words)
    {
        var at = words.Are(0, "select", "pg_catalog") ? 3 : 1;
        return
            words.Is(0, "select")
            && words.Is(at, "setval")
            && words.IsSymbol(at + 1, '(')
            && words.AfterParenthesis(at + 1) == words.Count
            && words.Count > at + 3
            && words[at + 2].Kind == SqlTokenKind.String
            && words.IsSymbol(at + 3, ',')
            && Enumerable.Range(at + 3, words.Count - at - 3).All(i => !words.IsSymbol(i, '('))
            ? words.Raw(at + 2).Trim('\'')
            : null;
    }

    public static string? WhyNot(StatementTokens words)
    {
        if (words.Is(0, "copy") && (words.Find("program") >= 0 || words.Find("to") >= 0))
            return "COPY to a file or a program is not undone by a rollback";
        // Creating a routine does not call what its body calls.
        if (words.Is(0, "create") && (words.Find("function") is > 0 and < 5 || words.Find("procedure") is > 0 and < 5))
            return null;
        for (var i = 0; i < words.Count; i++)
        {
            var function =
                words.IsSymbol(i + 1, '(') ? words.Name(i)
                : words.Is(0, "do") && words[i].Kind is SqlTokenKind.DollarString or SqlTokenKind.String
                    ? EffectFunctions.FirstIn(words.Raw(i), EffectFunctions.SurvivesRollback)
                : null;
            if (function is not null && EffectFunctions.SurvivesRollback(function))
                return $"it calls {function}(), whose effect a rollback does not undo";
        }

        return null;
    }
}
