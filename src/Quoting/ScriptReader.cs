using System.Text;

namespace PlanRunner.Quoting;

/// <summary>The simple commands of a script, word by word, as far as <see cref="ShellLexer"/> can tell.</summary>
internal sealed class ScriptReader
{
    private readonly string text;
    private readonly ShellContext[] contexts;
    private readonly List<IReadOnlyList<ScriptWord>> commands = [];
    private readonly StringBuilder word = new();
    private List<ScriptWord> command = [];
    private int from = -1;
    private bool expands;
    private bool written;
    private bool globs;
    private bool redirected;

    // Between the parentheses of name=(…).
    private bool lists;
    private int brackets;
    private ScriptWord.WrittenValue? value;
    private int nextValue;

    // What a substitution, or a parenthesis (null), is inside.
    private readonly Stack<Outer?> outer = new();

    private readonly HashSet<int> closings = [];
    private readonly IReadOnlyList<WrittenPiece> values;

    private ScriptReader(string text, IReadOnlyList<WrittenPiece> values)
    {
        this.text = text;
        this.values = values;
        contexts = ShellLexer.Read(text, closings);
    }

    /// <param name="text">The script.</param>
    /// <param name="values">What was quoted for the shell in it, in order.</param>
    public static IReadOnlyList<IReadOnlyList<ScriptWord>> Commands(string text, IReadOnlyList<WrittenPiece>? values = null)
    {
        var reader = new ScriptReader(text, values ?? []);
        var at = 0;
        while (at < text.Length && reader.contexts[at] != ShellContext.Unclear)
            at = reader.Take(at);
        reader.EndCommand(at);
        return reader.commands;
    }

    private int Take(int at)
    {
        switch (contexts[at])
        {
            case ShellContext.Words:
                return Words(at);
            case ShellContext.SingleQuotes:
                if (text[at] != '\'')
                    word.Append(text[at]);
                return at + 1;
            case ShellContext.DoubleQuotes:
                return DoubleQuotes(at);
            case ShellContext.Escaped:
                word.Append(text[at]);
                return at + 1;
            case ShellContext.Comment or ShellContext.HereDocument or ShellContext.Delimiter:
                return at + 1;
            default:
                Begin(at);
                expands = true;
                return at + 1;
        }
    }

    // "$(": its commands are read like others, and its word goes on behind them.
    private bool Substitutes(int at) => text[at] == '$' && at + 1 < text.Length && text[at + 1] == '(' && contexts[at + 1] == contexts[at];

    private int Substitution(int at)
    {
        Begin(at);
        outer.Push(new Outer(command, word.ToString(), from, written, globs, redirected, lists, brackets, value));
        (command, from, written, globs, redirected, lists, brackets, value) = ([], -1, false, false, false, false, 0, null);
        word.Clear();
        return at + 2;
    }

    private void Close(int at)
    {
        if (lists && !closings.Contains(at))
        {
            EndWord(at);
            (lists, brackets) = (false, 0);
            return;
        }

        EndCommand(at);
        if (!closings.Contains(at))
        {
            // One that closes nothing ends the patterns of a case.
            if (outer.TryPeek(out var parenthesis) && parenthesis is null)
                outer.Pop();
            return;
        }

        Outer? state = null;
        while (state is null && outer.TryPop(out state)) { }

        if (state is null)
            return;
        (command, from, written, globs, expands) = (state.Command, state.From, state.Written, state.Globs, true);
        (redirected, lists, brackets, value) = (state.Redirected, state.Lists, state.Brackets, state.Value);
        word.Append(state.Word);
    }

    private int Words(int at)
    {
        var c = text[at];
        Note(at);
        switch (c)
        {
            case ' ' or '\t':
            case '\n' when lists:
                EndWord(at);
                break;
            case ')':
                Close(at);
                break;
            case '(' when from >= 0 && at > 0 && text[at - 1] == '=':
                EndWord(at);
                lists = true;
                break;
            case '\n' or ';' or '&' or '|' or '(':
                EndCommand(at);
                if (c == '(')
                    outer.Push(null);
                break;
            case '<' or '>':
                EndWord(at);
                (written, redirected) = (c == '>', true);
                break;
            case '#' when from < 0:
                break;
            case '\\':
                Begin(at);
                return at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1;
            default:
                if (Substitutes(at))
                    return Substitution(at);
                Begin(at);
                expands |= c is '$' or '`';
                globs |= c is '*' or '?' or '[';
                if (c is not ('\'' or '"' or '$' or '`'))
                {
                    brackets = lists && word.Length == 0 && c == '[' ? brackets + 1 : ScriptWord.Brackets(brackets, word, c);
                    word.Append(c);
                }

                break;
        }

        return at + 1;
    }

    // Begun in the middle of a value, a word is another item of a list.
    private void Note(int at)
    {
        while (nextValue < values.Count && values[nextValue].End <= at)
            nextValue++;
        if (nextValue < values.Count && at >= values[nextValue].Start && text[at] == '\'')
            value ??= new(values[nextValue].Start, word.Length, brackets > 0);
    }

    private int DoubleQuotes(int at)
    {
        if (text[at] != '"')
            Begin(at);
        if (Substitutes(at))
            return Substitution(at);
        switch (text[at])
        {
            case '\\' when at + 1 < text.Length && text[at + 1] is '$' or '`' or '"' or '\\':
                word.Append(text[at + 1]);
                return at + 2;
            case '\\' when at + 1 < text.Length && text[at + 1] == '\n':
                return at + 2;
            case '"':
                return at + 1;
            case '$' or '`':
                expands = true;
                return at + 1;
            default:
                word.Append(text[at]);
                return at + 1;
        }
    }

    private void Begin(int at)
    {
        if (from >= 0)
            return;
        (from, expands, globs) = (at, false, false);
    }

    private void EndWord(int at)
    {
        if (from < 0)
            return;
        // As a command, [ is a test.
        globs &= word.Length > 1;
        command.Add(
            new ScriptWord(word.ToString(), text[from..at])
            {
                Expands = expands || globs,
                Globs = globs,
                Written = written,
                Redirected = redirected,
                IsElement = lists,
                Value = value,
            }
        );
        word.Clear();
        (from, written, redirected, value) = (-1, false, false, null);
        // A subscript in a list goes on over blanks.
        if (!lists)
            brackets = 0;
    }

    private void EndCommand(int at)
    {
        EndWord(at);
        (written, redirected, lists, brackets) = (false, false, false, 0);
        if (command.Count > 0)
            commands.Add(command);
        command = [];
    }

    private sealed record Outer(
        List<ScriptWord> Command,
        string Word,
        int From,
        bool Written,
        bool Globs,
        bool Redirected,
        bool Lists,
        int Brackets,
        ScriptWord.WrittenValue? Value
    );
}
