using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Rules;

/// <summary>Which statements are exactly one SELECT, VALUES, TABLE or SHOW without an effect that their words betray.</summary>
internal static class ReadOnlyRules
{
    private static readonly string[] Verbs = ["SELECT", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "MERGE"];

    public static string? WhyNot(StatementTokens words)
    {
        var first = 0;
        while (words.IsSymbol(first, '('))
            first++;
        switch (words.Word(first))
        {
            case "SHOW":
                return null;
            case "SELECT" or "VALUES" or "TABLE":
                break;
            case "WITH":
                if (MainVerb(words) is { } verb && verb is not ("SELECT" or "VALUES" or "TABLE"))
                    return $"it is a {verb}";
                break;
            default:
                return $"{CommandNames.Of(words)} is not a SELECT, VALUES, TABLE or SHOW";
        }

        for (var i = first; i < words.Count; i++)
        {
            if (EffectAt(words, i) is { } effect)
                return effect;
        }

        return null;
    }

    private static string? EffectAt(StatementTokens words, int i)
    {
        if (words.Is(i, "into") && !words.IsSymbol(i - 1, '.') && !words.Is(i - 1, "as"))
            return "SELECT INTO creates a table";
        if (words.Is(i, "for") && LockingClause(words, i + 1) is { } clause)
            return $"{clause} locks rows";
        if (words.IsSymbol(i, '(') && IsQueryBody(words, i) && words.Word(i + 1) is "INSERT" or "UPDATE" or "DELETE" or "MERGE")
            return $"its WITH contains {words.Word(i + 1)}";
        return words.IsSymbol(i + 1, '(') ? CallAt(words, i) : null;
    }

    private static bool IsQueryBody(StatementTokens words, int open) =>
        words.Is(open - 1, "as") || (words.Is(open - 1, "materialized") && (words.Is(open - 2, "as") || words.Is(open - 2, "not")));

    private static string? LockingClause(StatementTokens words, int i) =>
        words.Word(i) switch
        {
            "UPDATE" => "FOR UPDATE",
            "SHARE" => "FOR SHARE",
            "NO" when words.Is(i + 1, "key") => "FOR NO KEY UPDATE",
            "KEY" when words.Is(i + 1, "share") => "FOR KEY SHARE",
            _ => null,
        };

    private static string? CallAt(StatementTokens words, int i)
    {
        if (words[i].Kind == SqlTokenKind.QuotedName && words.Name(i) is null)
            return "it calls a function by a U& name, which cannot be checked";
        if (words.Name(i) is not { } function)
            return null;
        if (EffectFunctions.HasEffect(function))
            return $"it calls {function}()";
        if (!EffectFunctions.RunsItsText(function))
            return null;
        for (var inner = i + 2; inner < words.AfterParenthesis(i + 1); inner++)
        {
            if (
                words[inner].Kind is SqlTokenKind.String or SqlTokenKind.DollarString
                && EffectFunctions.FirstIn(words.Raw(inner), EffectFunctions.HasEffect) is { } hidden
            )
                return $"it calls {hidden}() through {function}()";
        }

        return null;
    }

    /// <summary>What follows the list of a WITH: the first verb outside parentheses that is not the name of one of its queries.</summary>
    private static string? MainVerb(StatementTokens words)
    {
        foreach (var i in words.TopLevel())
        {
            if (i > 1 && Verbs.Contains(words.Word(i)) && !words.Is(i - 1, "recursive") && !words.IsSymbol(i - 1, ','))
                return words.Word(i);
        }

        return null;
    }
}
