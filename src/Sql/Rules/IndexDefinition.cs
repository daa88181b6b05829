using PlanRunner.Sql.Findings;
using PlanRunner.Sql.Lexing;

namespace PlanRunner.Sql.Rules;

/// <summary>What <c>CREATE INDEX</c> says, whether a plan or <c>pg_get_indexdef</c> wrote it.</summary>
internal sealed class IndexDefinition
{
    private readonly StatementTokens words;
    private readonly string text;
    private int at;

    private IndexDefinition(string text)
    {
        this.text = text;
        words = StatementTokens.Of(text);
    }

    public bool Unique { get; private set; }

    /// <summary>As Postgres understands it; null where it chooses one.</summary>
    public string? Name { get; private set; }

    /// <summary>As the text has it.</summary>
    public string Table { get; private set; } = "";

    public string Method { get; private set; } = "btree";

    public IReadOnlyList<IndexElement> Elements { get; private set; } = [];

    public IReadOnlyList<string> Included { get; private set; } = [];

    public bool NullsNotDistinct { get; private set; }

    /// <summary>Storage parameters, each as <c>name=value</c>, in order.</summary>
    public IReadOnlyList<string> Options { get; private set; } = [];

    public string? Tablespace { get; private set; }

    public string? Where { get; private set; }

    /// <summary>Null where the words are not those of a CREATE INDEX that can be read.</summary>
    public static IndexDefinition? Read(string text)
    {
        var definition = new IndexDefinition(text);
        return definition.ReadHead() && definition.ReadKeys() && definition.ReadTail() ? definition : null;
    }

    private bool ReadHead()
    {
        if (!Take("create"))
            return false;
        Unique = Take("unique");
        if (!Take("index"))
            return false;
        Take("concurrently");
        if (Take("if", "not", "exists") || !words.Is(at, "on"))
        {
            if (words.Name(at) is not { } name)
                return false;
            Name = name;
            at++;
        }

        if (!Take("on"))
            return false;
        Take("only");
        if (ObjectName.Read(words, ref at) is not { } table)
            return false;
        Table = table;
        if (!Take("using"))
            return true;
        Method = words.Name(at++) ?? "";
        return Method.Length > 0;
    }

    private bool ReadKeys()
    {
        if (Parenthesis() is not { } keys)
            return false;
        var elements = new List<IndexElement>();
        foreach (var (from, to) in Parts(keys.From, keys.To))
        {
            if (Element(from, to) is not { } element)
                return false;
            elements.Add(element);
        }

        Elements = elements;
        if (!Take("include"))
            return true;
        if (Parenthesis() is not { } included)
            return false;
        Included = [.. Parts(included.From, included.To).Select(part => words.Name(part.From) ?? words.Raw(part.From))];
        return true;
    }

    private bool ReadTail()
    {
        if (Take("nulls", "not", "distinct"))
            NullsNotDistinct = true;
        else
            Take("nulls", "distinct");
        if (Take("with"))
        {
            if (Parenthesis() is not { } options)
                return false;
            Options = [.. Parts(options.From, options.To).Select(Option).Order(StringComparer.Ordinal)];
        }

        if (Take("tablespace"))
            Tablespace = words.Name(at++);
        if (Take("where"))
        {
            Where = at < words.Count ? Slice(at, words.Count) : null;
            at = words.Count;
        }

        return at >= words.Count && Elements.Count > 0;
    }

    private IndexElement? Element(int from, int to)
    {
        var i = from;
        string? column = null;
        if (words.IsSymbol(i, '('))
        {
            i = words.AfterParenthesis(i);
        }
        else
        {
            if (ObjectName.Read(words, ref i) is null)
                return null;
            if (words.IsSymbol(i, '('))
                i = words.AfterParenthesis(i);
            else
                column = words.Name(from);
        }

        var expression = Slice(from, i);
        var collation = words.Is(i, "collate") ? Last(ref i, i + 1) : null;
        var hasClass = i < to && !(words.Is(i, "asc") || words.Is(i, "desc") || words.Is(i, "nulls"));
        var operators = hasClass ? Last(ref i, i) : null;
        string? options = null;
        if (words.IsSymbol(i, '('))
        {
            options = string.Join(' ', Enumerable.Range(i, words.AfterParenthesis(i) - i).Select(n => words.Raw(n).Trim('\'')))
                .ToLowerInvariant();
            i = words.AfterParenthesis(i);
        }

        var descending = words.Is(i, "desc");
        if (descending || words.Is(i, "asc"))
            i++;
        var nullsFirst = words.Is(i, "nulls") ? words.Is(i + 1, "first") : descending;
        i += words.Is(i, "nulls") ? 2 : 0;
        return i == to ? new IndexElement(expression, column, collation, operators, options, descending, nullsFirst) : null;
    }

    private string? Last(ref int i, int start)
    {
        i = start;
        return ObjectName.Read(words, ref i) is null ? null : words.Name(i - 1);
    }

    private string Option((int From, int To) part)
    {
        var name = words.Name(part.From) ?? "";
        return part.To - part.From < 3
            ? $"{name}=true"
            : $"{name}={string.Concat(Enumerable.Range(part.From + 2, part.To - part.From - 2).Select(words.Raw)).Trim('\'').ToLowerInvariant()}";
    }

    private (int From, int To)? Parenthesis()
    {
        if (!words.IsSymbol(at, '('))
            return null;
        var from = at + 1;
        at = words.AfterParenthesis(at);
        return (from, at - 1);
    }

    // With commas between them, outside inner parentheses.
    private IEnumerable<(int From, int To)> Parts(int from, int to)
    {
        var start = from;
        for (var i = from; i < to; i = words.IsSymbol(i, '(') ? words.AfterParenthesis(i) : i + 1)
        {
            if (!words.IsSymbol(i, ','))
                continue;
            yield return (start, i);
            start = i + 1;
        }

        if (start < to)
            yield return (start, to);
    }

    private string Slice(int from, int to) => text[words[from].Start..words[to - 1].End];

    private bool Take(params ReadOnlySpan<string> sequence)
    {
        if (!words.Are(at, sequence))
            return false;
        at += sequence.Length;
        return true;
    }
}
