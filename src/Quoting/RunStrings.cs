using PlanRunner.Sql.Lexing;

namespace PlanRunner.Quoting;

/// <summary>
/// Where a server runs a text of SQL: DO, the body of a function, COPY … PROGRAM, EXECUTE of PL/pgSQL, arguments of some functions, values
/// of some settings (see <see cref="RunTexts"/>). Where such a text is put together of several, no part of it is quoted for what runs it.
/// </summary>
/// <param name="text">The SQL.</param>
/// <param name="tokens">All of its tokens, comments too.</param>
/// <param name="nested">It is quoted as a whole: EXECUTE is that of PL/pgSQL.</param>
internal sealed class RunStrings(string text, List<SqlToken> tokens, bool nested)
{
    // By token the text that is run and that it is part of. Found when it is first asked for: most SQL has no value in it.
    private RunStretch?[]? stretches;

    /// <summary>The text that is run of which these tokens are a part.</summary>
    public RunText? Around(int first, int last)
    {
        if (Behind(first, last) is { } run)
            return run;
        stretches ??= new RunStretches(text, tokens, nested).Read();
        return stretches[first] is not { } stretch ? null
            : stretch.First == first && stretch.Last == last ? stretch.Run
            : stretch.Run with { Form = null };
    }

    // DO '…', DO LANGUAGE x '…', CREATE FUNCTION … AS '…', COPY … PROGRAM '…': the text there is run, as SQL or by a shell.
    private RunText? Behind(int index, int last)
    {
        string Word(int back) => Neighbours(index, back) is { } token ? text[token.Start..token.End].ToUpperInvariant() : "";
        if (Word(1) == "PROGRAM")
            return RunText.Script;
        if (Word(1) is not ("DO" or "AS") && !(Word(2) == "LANGUAGE" && Word(3) == "DO"))
            return null;
        return IsForeign(index, last) ? RunText.ForeignCode : RunText.Code;
    }

    // LANGUAGE comes before or after the body.
    private bool IsForeign(int index, int last)
    {
        bool Ends(int at) => tokens[at].Kind != SqlTokenKind.Comment && text[tokens[at].Start] == ';';
        var (first, end) = (index, last);
        while (first > 0 && !Ends(first - 1))
            first--;
        while (end + 1 < tokens.Count && !Ends(end + 1))
            end++;
        var words = Enumerable
            .Range(first, end - first + 1)
            .Where(at => tokens[at].Kind != SqlTokenKind.Comment)
            .Select(at => text[tokens[at].Start..tokens[at].End])
            .ToList();
        var language = words.FindIndex(word => word.Equals("LANGUAGE", StringComparison.OrdinalIgnoreCase));
        return language >= 0
            && language + 1 < words.Count
            && words[language + 1].Trim('"', '\'').ToUpperInvariant() is not ("SQL" or "PLPGSQL");
    }

    private SqlToken? Neighbours(int index, int back)
    {
        for (index--; index >= 0; index--)
        {
            if (tokens[index].Kind != SqlTokenKind.Comment && --back == 0)
                return tokens[index];
        }

        return null;
    }
}
