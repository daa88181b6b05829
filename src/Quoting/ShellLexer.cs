namespace PlanRunner.Quoting;

/// <summary>
/// Determines for every character of a script how a shell reads it, by the rules that POSIX shells and bash have in common:
/// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html. What they read differently is unclear, and so is all
/// that comes behind it.
/// </summary>
internal sealed partial class ShellLexer
{
    private const int Deepest = 100;

    private readonly string text;
    private readonly ShellContext[] contexts;
    private readonly Queue<HereDelimiter> pending = new();
    private ISet<int>? closings;
    private int at;
    private int depth;
    private bool unclear;

    private ShellLexer(string text)
    {
        this.text = text;
        contexts = new ShellContext[text.Length + 1];
    }

    /// <summary>The context in which each character is read, and one more for the end of the text.</summary>
    /// <param name="text">The script.</param>
    /// <param name="closings">Receives the positions of the parentheses that close a substitution.</param>
    public static ShellContext[] Read(string text, ISet<int>? closings = null)
    {
        var lexer = new ShellLexer(text) { closings = closings };
        lexer.Commands(closing: false, ShellContext.Words);
        Array.Fill(lexer.contexts, lexer.unclear ? ShellContext.Unclear : ShellContext.Words, lexer.at, text.Length + 1 - lexer.at);
        return lexer.contexts;
    }

    private bool More => at < text.Length && !unclear;

    private char Peek(int ahead = 0) => at + ahead < text.Length ? text[at + ahead] : '\0';

    private void Take(ShellContext context, int count = 1)
    {
        for (; count > 0 && at < text.Length; count--)
            contexts[at++] = context;
    }

    // Nothing after it can be determined any more.
    private void GiveUp() => unclear = true;

    /// <summary>Commands, to the end of the text or to the parenthesis that closes a substitution.</summary>
    private void Commands(bool closing, ShellContext context)
    {
        if (++depth > Deepest)
            GiveUp();
        // Begun before a substitution whose line breaks come first.
        var waiting = pending.Count;
        var words = new CommandWords();
        while (More)
        {
            var c = text[at];
            // In bash a subscript goes on over blanks and operators.
            if (words.Renames || (words.InSubscript && (c is ' ' or '\t' || IsOperator(c))))
                GiveUp();
            else if (c is ' ' or '\t')
            {
                Take(context);
                words.EndWord();
            }
            else if (c == '\\' && Peek(1) == '\n')
                Take(context, 2);
            else if (c == '#' && !words.InWord)
                Comment(context);
            else if (IsOperator(c))
            {
                if (c == ')' && closing && words.Closes)
                    break;
                Operator(c, words, context);
                if (c == '\n' && waiting > 0)
                    GiveUp();
            }
            else
                WordPart(c, words, context);
        }

        // A here-document that begins inside a substitution and has its text outside is read in more than one way.
        if (closing && (!More || pending.Count > waiting))
            GiveUp();
        depth--;
    }

    private static bool IsOperator(char c) => c is '\n' or ';' or '&' or '|' or '(' or ')' or '<' or '>';

    private void Comment(ShellContext context)
    {
        Take(context);
        while (More && text[at] != '\n')
            Take(Within(context, ShellContext.Comment));
    }

    private void Operator(char c, CommandWords words, ShellContext context)
    {
        words.EndWord();
        if (c != '\n' && Joins(c))
            GiveUp();
        else if (c == '\n')
        {
            Take(context);
            words.Separator();
            HereDocuments();
        }
        else if (c == '<' && Peek(1) == '<' && Peek(2) != '<')
        {
            HereOperator(context);
            words.Operator(c, next: Peek());
        }
        else if (c == '<' && Peek(1) == '<')
            Take(context, 3);
        else if (c == '(' && Peek(1) == '(')
            GiveUp();
        else
        {
            Take(context);
            words.Operator(c, next: Peek());
        }
    }

    // A line break behind a backslash is gone before a shell looks for operators of several characters.
    private bool Joins(char c)
    {
        var next = at + 1;
        while (next + 1 < text.Length && text[next] == '\\' && text[next + 1] == '\n')
            next += 2;
        return next > at + 1 && next < text.Length && (text[next] == c || text[next] is '&' or '-' or '>' or '(');
    }

    private void WordPart(char c, CommandWords words, ShellContext context)
    {
        var from = at;
        switch (c)
        {
            case '\'':
                SingleQuoted(context);
                break;
            case '"':
                DoubleQuoted(context);
                break;
            case '\\':
                Take(context);
                Take(Within(context, ShellContext.Escaped));
                break;
            case '`':
                Backquoted(context);
                break;
            case '$':
                Dollar(context, quoted: false);
                break;
            default:
                Take(context);
                words.Add(c);
                return;
        }

        words.AddQuoted(at > from);
    }

    // Inside what refuses everything, everything is refused for that reason.
    private static ShellContext Within(ShellContext outer, ShellContext inner) =>
        outer is ShellContext.Words or ShellContext.DoubleQuotes ? inner : outer;

    private void SingleQuoted(ShellContext context)
    {
        Take(context);
        while (More && text[at] != '\'')
            Take(Within(context, ShellContext.SingleQuotes));
        Close(Within(context, ShellContext.SingleQuotes));
    }

    private void DoubleQuoted(ShellContext context)
    {
        var inner = Within(context, ShellContext.DoubleQuotes);
        Take(context);
        while (More && text[at] != '"')
        {
            if (text[at] == '\\')
                Take(inner, 2);
            else if (text[at] == '`')
                Backquoted(inner);
            else if (text[at] == '$')
                Dollar(inner, quoted: true);
            else
                Take(inner);
        }

        Close(inner);
    }

    private void Backquoted(ShellContext context)
    {
        var inner = Within(context, ShellContext.Backquotes);
        Take(context);
        while (More && text[at] != '`')
            Take(inner, text[at] == '\\' ? 2 : 1);
        Close(inner);
    }

    private void Close(ShellContext context)
    {
        if (at >= text.Length)
            GiveUp();
        else
            Take(context);
    }

    private void Dollar(ShellContext context, bool quoted)
    {
        switch (Peek(1))
        {
            case '\\' when Peek(2) == '\n':
            case '(' when Peek(2) == '\\' && Peek(3) == '\n':
                GiveUp();
                break;
            case '(' when Peek(2) == '(':
                Arithmetic(context);
                break;
            case '(':
                Take(context, 2);
                Commands(closing: true, context is ShellContext.DoubleQuotes ? ShellContext.Words : context);
                closings?.Add(at);
                Close(context is ShellContext.DoubleQuotes ? ShellContext.Words : context);
                break;
            case '{':
                Parameter(context, quoted);
                break;
            case '\'' when !quoted:
                DollarQuoted(context);
                break;
            case '#':
                Take(context, 2);
                break;
            case '[':
                // Arithmetic for bash, two characters for others.
                GiveUp();
                break;
            default:
                Take(context);
                break;
        }
    }

    // bash takes backslashes in it for escapes, others do not.
    private void DollarQuoted(ShellContext context)
    {
        Take(context);
        var close = text.IndexOf('\'', at + 1);
        Take(Within(context, ShellContext.Dollar));
        if (close < 0 || text.AsSpan(at, close - at).Contains('\\'))
        {
            GiveUp();
            return;
        }

        Take(Within(context, ShellContext.SingleQuotes), close + 1 - at);
    }

    private void Parameter(ShellContext context, bool quoted)
    {
        var inner = Within(context, ShellContext.Parameter);
        if (++depth > Deepest)
            GiveUp();
        Take(context);
        Take(inner);
        while (More && text[at] != '}')
        {
            switch (text[at])
            {
                // Inside double quotes it depends on the operator and the shell whether it quotes.
                case '\'' when quoted:
                    Take(inner);
                    GiveUp();
                    break;
                case '\'':
                    SingleQuoted(inner);
                    break;
                case '"':
                    DoubleQuoted(inner);
                    break;
                case '\\':
                    Take(inner, 2);
                    break;
                case '`':
                    Backquoted(inner);
                    break;
                case '$':
                    Dollar(inner, quoted);
                    break;
                default:
                    Take(inner);
                    break;
            }
        }

        Close(inner);
        depth--;
    }

    private void Arithmetic(ShellContext context)
    {
        var inner = Within(context, ShellContext.Arithmetic);
        if (++depth > Deepest)
            GiveUp();
        Take(context);
        Take(inner, 2);
        var open = 2;
        while (More && open > 0)
        {
            switch (text[at])
            {
                case '(':
                    open++;
                    Take(inner);
                    break;
                case ')':
                    // Without both at once it was a subshell in a substitution, for some shells.
                    if (--open == 1 && Peek(1) != ')')
                        GiveUp();
                    Take(inner);
                    break;
                case '\'' or '"' or '\\':
                    Take(inner);
                    GiveUp();
                    break;
                case '`':
                    Backquoted(inner);
                    break;
                case '$':
                    Dollar(inner, quoted: true);
                    break;
                default:
                    Take(inner);
                    break;
            }
        }

        if (open > 0)
            GiveUp();
        depth--;
    }
}
