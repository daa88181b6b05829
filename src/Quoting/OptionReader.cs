namespace PlanRunner.Quoting;

/// <summary>Separates, word by word, options and their arguments from the operands of a command.</summary>
internal sealed class OptionReader(EvaluatingCommand rule)
{
    private bool options = true;

    private int operands;

    // Whether the next word belongs to an option and, if so, is evaluated.
    private bool? pending;

    /// <summary>An option makes values be evaluated, or could.</summary>
    public bool Evaluates { get; private set; }

    /// <summary>The variable that the word read last names and that the command sets from others.</summary>
    public string? Variable { get; private set; }

    /// <summary>Whether the command evaluates a value in this word, which is the next.</summary>
    public bool IsEvaluated(ScriptWord word)
    {
        Variable = null;
        if (pending is { } evaluated)
        {
            (pending, Variable) = (null, evaluated ? word.Text : null);
            return evaluated;
        }

        // What a variable holds may be options of a declaration.
        var isVariable = rule.Assigns && word.Raw.TrimStart('"') is ['$' or '`', ..];
        var isOption = options && (isVariable || (word.Known is "" or "-" ? word.Value is not null : word.Known[0] == '-'));
        Evaluates |= isOption && isVariable;
        if (isOption && word is { Text: "--", Value: null, Expands: false })
        {
            options = false;
            return false;
        }

        if (isOption)
            return Option(word);
        options = false;
        Variable = operands++ < rule.Sets ? word.Text : null;
        return rule.Operands;
    }

    // A value that begins a word may be an option.
    private bool Option(ScriptWord word)
    {
        for (var i = 1; i < word.Known.Length; i++)
        {
            var letter = word.Known[i];
            Evaluates |= rule.ValueOptions.Contains(letter, StringComparison.Ordinal);
            var isName = rule.NameOptions.Contains(letter, StringComparison.Ordinal);
            if (!isName && !rule.TextOptions.Contains(letter, StringComparison.Ordinal))
                continue;
            // What is glued to the letter belongs to it, else the next word does.
            if (i + 1 == word.Text.Length && word.Value is null && !word.Expands)
                pending = isName;
            else if (isName)
                Variable = word.Text[(i + 1)..];
            return isName;
        }

        return true;
    }
}
