using System.Text;

namespace PlanRunner.Quoting;

/// <summary>
/// Follows the words of commands as far as it takes to know which parenthesis closes a command substitution: in
/// <c>$(case x in a) … esac)</c> the first one does not.
/// </summary>
internal sealed class CommandWords
{
    private readonly Stack<Frame> open = new();
    private readonly StringBuilder word = new();
    private bool quoted;
    private int brackets;
    private bool command = true;

    private enum Frame
    {
        Parenthesis,

        /// <summary><c>case</c>, before its <c>in</c>.</summary>
        Subject,

        /// <summary>Where the next patterns, or <c>esac</c>, are.</summary>
        Patterns,

        /// <summary>The commands behind patterns.</summary>
        Branch,
    }

    public bool InWord { get; private set; }

    /// <summary>Behind the bracket in a word such as <c>name[…]</c>.</summary>
    public bool InSubscript => brackets > 0;

    /// <summary>An alias was made: from there on a word may stand for anything, an open quote too.</summary>
    public bool Renames { get; private set; }

    /// <summary>Whether a closing parenthesis here belongs to none that was opened here.</summary>
    public bool Closes
    {
        get
        {
            EndWord();
            return open.Count == 0;
        }
    }

    public void Add(char c)
    {
        InWord = true;
        brackets = ScriptWord.Brackets(brackets, word, c);
        word.Append(c);
    }

    /// <summary>A quoted part, or one that is expanded: such a word is no reserved one.</summary>
    public void AddQuoted(bool any)
    {
        InWord |= any;
        quoted |= any;
    }

    public void EndWord()
    {
        if (!InWord)
            return;
        var text = quoted ? "" : word.ToString();
        Renames |= text == "alias";
        word.Clear();
        (InWord, quoted, brackets) = (false, false, 0);
        switch (open.TryPeek(out var frame) ? frame : Frame.Branch)
        {
            case Frame.Subject:
                // The word behind case is its subject, even where it is "in".
                if (text == "in" && !command)
                {
                    Replace(Frame.Patterns);
                    command = true;
                }
                else
                    command = false;
                break;
            case Frame.Patterns:
                if (text == "esac" && command)
                    open.Pop();
                command = false;
                break;
            default:
                Command(text);
                break;
        }
    }

    public void Separator()
    {
        if (!(open.TryPeek(out var frame) && frame is Frame.Subject))
            command = true;
    }

    public void Operator(char c, char next)
    {
        var frame = open.TryPeek(out var top) ? top : Frame.Parenthesis;
        switch (c)
        {
            case '(' when frame is Frame.Patterns && command:
                command = false;
                break;
            case '(':
                open.Push(Frame.Parenthesis);
                command = true;
                break;
            case ')' when open.Count > 0 && frame is Frame.Patterns:
                Replace(Frame.Branch);
                command = true;
                break;
            case ')':
                if (open.Count > 0 && frame is Frame.Parenthesis)
                    open.Pop();
                command = true;
                break;
            case ';' when open.Count > 0 && frame is Frame.Branch && next is ';' or '&':
                Replace(Frame.Patterns);
                command = true;
                break;
            case '<' or '>':
                command = false;
                break;
            default:
                command |= frame is not Frame.Patterns || c is ';';
                break;
        }
    }

    private void Command(string text)
    {
        if (!command)
            return;
        if (text == "case")
        {
            open.Push(Frame.Subject);
            command = true;
        }
        else if (text == "esac" && open.Count > 0 && open.Peek() is Frame.Branch)
        {
            open.Pop();
            command = false;
        }
        else
            command = text is "if" or "then" or "else" or "elif" or "do" or "while" or "until" or "!" or "{" or "time";
    }

    private void Replace(Frame frame)
    {
        open.Pop();
        open.Push(frame);
    }
}
