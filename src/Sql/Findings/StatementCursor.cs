using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Findings;

/// <summary>Goes over the tokens of one statement from left to right.</summary>
internal sealed class StatementCursor(StatementTokens words, int at, int end)
{
    public StatementCursor(StatementTokens words)
        : this(words, 0, words.Count) { }

    public StatementTokens Words => words;

    public int At { get; set; } = at;

    public int End => end;

    public bool Done => At >= end;

    public string Word => Done ? "" : words.Word(At);

    public bool Is(params ReadOnlySpan<string> sequence) => At + sequence.Length <= end && words.Are(At, sequence);

    /// <summary>Goes past these words if they come next.</summary>
    public bool Take(params ReadOnlySpan<string> sequence)
    {
        if (!Is(sequence))
            return false;
        At += sequence.Length;
        return true;
    }

    public bool TakeSymbol(char symbol)
    {
        if (Done || !words.IsSymbol(At, symbol))
            return false;
        At++;
        return true;
    }

    /// <summary>Goes past one word or a whole parenthesis.</summary>
    public void Skip() => At = words.IsSymbol(At, '(') ? Math.Min(end, words.AfterParenthesis(At)) : At + 1;

    /// <summary>Goes on to the first of these words outside parentheses, or to the end.</summary>
    public bool SkipTo(params ReadOnlySpan<string> any)
    {
        while (!Done)
        {
            foreach (var word in any)
            {
                if (Is(word))
                    return true;
            }

            Skip();
        }

        return false;
    }

    /// <summary>True where the words are anywhere from here on, outside parentheses.</summary>
    public bool Has(params ReadOnlySpan<string> sequence)
    {
        for (var look = new StatementCursor(words, At, end); !look.Done; look.Skip())
        {
            if (look.Is(sequence))
                return true;
        }

        return false;
    }

    /// <summary>A name with its schema, in one spelling: quoted where it has to be. Null where there is none.</summary>
    public string? Name()
    {
        if (!IsName(At))
            return null;
        var name = Spelled(At++);
        while (words.IsSymbol(At, '.') && IsName(At + 1))
        {
            name += "." + Spelled(At + 1);
            At += 2;
        }

        return name;
    }

    // orders, ORDERS and "orders" are one table.
    private string Spelled(int index) =>
        words.Name(index) is { Length: > 0 } name
        && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')
        && !char.IsAsciiDigit(name[0])
            ? name
            : words.Raw(index);

    // U&"…" too, which is not read but is a name.
    private bool IsName(int index) => index < end && words[index].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    /// <summary>A name after <c>ONLY</c> and before <c>*</c>, as for tables.</summary>
    public string? Table()
    {
        var inParenthesis = Take("only") && TakeSymbol('(');
        var name = Name();
        if (inParenthesis)
            TakeSymbol(')');
        TakeSymbol('*');
        return name;
    }

    /// <summary>Tables with commas between them.</summary>
    public IReadOnlyList<string> Tables()
    {
        var tables = new List<string>();
        do
        {
            if (Table() is { } table)
                tables.Add(table);
        } while (TakeSymbol(','));
        return tables;
    }
}
