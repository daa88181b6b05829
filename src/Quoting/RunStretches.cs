using PlanRunner.Sql.Lexing;

namespace PlanRunner.Quoting;

/// <summary>Reads once over the tokens of SQL for the texts that a server runs, as <see cref="RunStrings"/> asks for them.</summary>
internal sealed class RunStretches(string text, List<SqlToken> tokens, bool nested)
{
    private readonly RunStretch?[] result = new RunStretch?[tokens.Count];
    private readonly Stack<Call> calls = new();

    // The words of the statement before the token at which it is, as far as they are asked about.
    private readonly List<string> statement = [];
    private (int From, int Depth, RunText Run)? open;
    private int last = -1;

    public RunStretch?[] Read()
    {
        for (var at = 0; at < tokens.Count; at++)
        {
            if (tokens[at].Kind == SqlTokenKind.Comment)
                continue;
            Take(at, Word(at));
            last = at;
        }

        End(last);
        while (calls.TryPop(out var call))
            Close(call);
        return result;
    }

    private void Take(int at, string word)
    {
        switch (word)
        {
            case "(":
                calls.Push(new Call(Function(), at + 1, []));
                break;
            case ")" when calls.TryPop(out var call):
                Close(call);
                break;
            case "," when calls.TryPeek(out var call):
                call.Commas.Add(at);
                break;
            case ";":
                End(last);
                calls.Clear();
                break;
            case "USING" or "INTO" or "LOOP" when open is { } begun && begun.Depth == calls.Count:
                Mark(begun.From, last, begun.Run);
                open = null;
                break;
        }

        if (word is ";" or "BEGIN" or "THEN" or "ELSE" or "LOOP")
            statement.Clear();
        else if (statement.Count < MostWords)
            statement.Add(word);
        if (open is null && Begins(at) is { } run)
            open = (at + 1, calls.Count, run);
    }

    // ALTER SYSTEM SET name TO, and ALTER ROLE x IN DATABASE y SET name = with a word before it.
    private const int MostWords = 12;

    private RunText? Begins(int at) =>
        statement switch
        {
            ["LOAD"] => RunText.Library,
            ["ALTER" or "SET", .., var name, "TO" or "="] when statement.Contains("SET") => RunTexts.Settings.GetValueOrDefault(
                name.Trim('"')
            ),
            _ when nested && Word(at) == "EXECUTE" && Next(at) is not ("FUNCTION" or "PROCEDURE" or "ON") => RunText.DynamicCode,
            _ => null,
        };

    private string Next(int at)
    {
        do at++;
        while (at < tokens.Count && tokens[at].Kind == SqlTokenKind.Comment);
        return at < tokens.Count ? Word(at) : "";
    }

    private void End(int at)
    {
        if (open is { } begun)
            Mark(begun.From, at, begun.Run);
        open = null;
    }

    // The name before a parenthesis, and the same with its schema.
    private RunTexts.Argument? Function()
    {
        if (last < 0 || tokens[last].Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedName))
            return null;
        var name = Word(last).Trim('"');
        return RunTexts.Functions.TryGetValue(name, out var argument) ? argument
            : last > 1 && Word(last - 1) == "." && RunTexts.Functions.TryGetValue($"{Word(last - 2).Trim('"')}.{name}", out argument)
                ? argument
            : null;
    }

    private void Close(Call call)
    {
        if (call.Runs is not { } which)
            return;
        List<(int From, int To)> arguments = [];
        var from = call.From;
        foreach (var comma in call.Commas.Append(last + 1))
        {
            arguments.Add((from, comma - 1));
            from = comma + 1;
        }

        foreach (
            var (start, end) in which switch
            {
                RunTexts.Argument.All => arguments,
                RunTexts.Argument.LastText => arguments.Where(IsText).TakeLast(1),
                _ => arguments.Skip((int)which).Take(1),
            }
        )
            Mark(start, end, RunText.DynamicCode);
    }

    private bool IsText((int From, int To) argument) =>
        Enumerable
            .Range(argument.From, Math.Max(0, argument.To - argument.From + 1))
            .Any(at => IsPart(at) && Word(at) is not ("TRUE" or "FALSE"));

    // An outer text is marked after those in it, and decides.
    private void Mark(int from, int to, RunText run)
    {
        while (from <= to && !IsPart(from))
            from++;
        while (to >= from && !IsPart(to))
            to--;
        if (from <= to)
            Array.Fill(result, new RunStretch(from, to, run), from, to - from + 1);
    }

    private bool IsPart(int at) => tokens[at].Kind != SqlTokenKind.Comment;

    private string Word(int at) =>
        tokens[at].Kind is SqlTokenKind.Word or SqlTokenKind.Symbol or SqlTokenKind.QuotedName
            ? text[tokens[at].Start..tokens[at].End].ToUpperInvariant()
            : "";

    /// <param name="Runs">Which of its arguments is run; null where none is.</param>
    /// <param name="From">The token behind its parenthesis.</param>
    /// <param name="Commas">Between its arguments.</param>
    private sealed record Call(RunTexts.Argument? Runs, int From, List<int> Commas);
}
