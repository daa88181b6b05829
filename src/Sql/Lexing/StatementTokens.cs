using PlanRunner.Sql.Findings;

namespace PlanRunner.Sql.Lexing;

/// <summary>The tokens of one statement, with the questions that splitting and classifying ask of them.</summary>
internal sealed class StatementTokens(string text, IReadOnlyList<SqlToken> tokens)
{
    public string Text => text;

    public int Count => tokens.Count;

    public SqlToken this[int index] => tokens[index];

    public static StatementTokens Of(string text) => new(text, SqlLexer.Read(text));

    /// <summary>The tokens of a statement that is in a longer text, as of a text of its own.</summary>
    public static StatementTokens Within(string text, IReadOnlyList<SqlToken> own)
    {
        var start = own[0].Start;
        return new(text[start..own[^1].End], [.. own.Select(token => token with { Start = token.Start - start })]);
    }

    /// <summary>The keyword at this index in capitals; empty where there is none.</summary>
    public string Word(int index) =>
        index >= 0 && index < Count && tokens[index].Kind == SqlTokenKind.Word
            ? text.Substring(tokens[index].Start, tokens[index].Length).ToUpperInvariant()
            : "";

    public bool Is(int index, string word) =>
        index >= 0
        && index < Count
        && tokens[index].Kind == SqlTokenKind.Word
        && text.AsSpan(tokens[index].Start, tokens[index].Length).Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(int index, char symbol) =>
        index >= 0 && index < Count && tokens[index] is { Kind: SqlTokenKind.Symbol, Length: 1 } token && text[token.Start] == symbol;

    public bool Are(int index, params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!Is(index + i, words[i]))
                return false;
        }

        return true;
    }

    /// <summary>A name as Postgres understands it: folded, or without its quotes. Null where there is no name.</summary>
    public string? Name(int index)
    {
        if (index < 0 || index >= Count)
            return null;
        var raw = text.Substring(tokens[index].Start, tokens[index].Length);
        return tokens[index].Kind switch
        {
            SqlTokenKind.Word => raw.ToLowerInvariant(),
            SqlTokenKind.QuotedName when raw[0] == '"' => raw[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal),
            _ => null,
        };
    }

    public string Raw(int index) => text.Substring(tokens[index].Start, tokens[index].Length);

    /// <summary>The index after the parenthesis that closes the one at <paramref name="open"/>; the end where none does.</summary>
    public int AfterParenthesis(int open)
    {
        var depth = 0;
        for (var i = open; i < Count; i++)
        {
            if (IsSymbol(i, '('))
                depth++;
            else if (IsSymbol(i, ')') && --depth == 0)
                return i + 1;
        }

        return Count;
    }

    /// <summary>The indexes outside every parenthesis.</summary>
    public IEnumerable<int> TopLevel()
    {
        for (var i = 0; i < Count; )
        {
            if (IsSymbol(i, '('))
                i = AfterParenthesis(i);
            else
                yield return i++;
        }
    }

    /// <summary>The first place outside parentheses where these words follow each other, else -1.</summary>
    public int Find(params string[] words)
    {
        foreach (var i in TopLevel())
        {
            if (Are(i, words))
                return i;
        }

        return -1;
    }
}
