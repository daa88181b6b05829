namespace PlanRunner.Templating.Lexing;

/// <summary>Reads the words of one code block, up to and with the braces that close it.</summary>
internal sealed class CodeLexer(Cursor cursor, List<Token> tokens, bool standsAlone)
{
    private static readonly (string Text, TokenKind Kind)[] Symbols =
    [
        ("//=", TokenKind.SlashSlashAssign), ("..<", TokenKind.RangeExclusive), ("...", TokenKind.Ellipsis), ("??=", TokenKind.CoalesceAssign),
        ("??", TokenKind.Coalesce), ("?!", TokenKind.NotCoalesce), ("?.", TokenKind.QuestionDot), ("||", TokenKind.Or),
        ("&&", TokenKind.And), ("==", TokenKind.Equals), ("!=", TokenKind.NotEquals), ("<=", TokenKind.LessOrEqual),
        (">=", TokenKind.GreaterOrEqual), ("<<", TokenKind.ShiftLeft), (">>", TokenKind.ShiftRight), ("..", TokenKind.Range),
        ("//", TokenKind.SlashSlash), ("+=", TokenKind.PlusAssign), ("-=", TokenKind.MinusAssign), ("*=", TokenKind.StarAssign),
        ("/=", TokenKind.SlashAssign), ("%=", TokenKind.PercentAssign), ("++", TokenKind.Increment), ("--", TokenKind.Decrement),
        ("|>", TokenKind.Pipe), ("(", TokenKind.OpenParen), (")", TokenKind.CloseParen), ("[", TokenKind.OpenBracket),
        ("]", TokenKind.CloseBracket), ("{", TokenKind.OpenBrace), ("}", TokenKind.CloseBrace), (",", TokenKind.Comma),
        (":", TokenKind.Colon), (".", TokenKind.Dot), ("@", TokenKind.At), ("^", TokenKind.Caret), ("!", TokenKind.Bang),
        ("|", TokenKind.Pipe), ("?", TokenKind.Question), ("<", TokenKind.Less), (">", TokenKind.Greater), ("+", TokenKind.Plus),
        ("-", TokenKind.Minus), ("*", TokenKind.Star), ("/", TokenKind.Slash), ("%", TokenKind.Percent), ("=", TokenKind.Assign),
        (";", TokenKind.NewLine),
    ];

    private int braces;
    private bool space;
    private bool hasStray;

    /// <summary>Reads to the end of the block and says what it does to the white space behind it.</summary>
    public Strip Read()
    {
        while (!cursor.AtEnd)
        {
            if (AtClose() is { } close)
            {
                Add(TokenKind.CodeEnd, close == Strip.None ? 2 : 3);
                return close;
            }

            ReadOne();
        }

        return Strip.None;
    }

    /// <summary>Reads the expression of an interpolated string; false when no brace closes it.</summary>
    public bool ReadHole()
    {
        while (!cursor.AtEnd)
        {
            if (braces == 0 && cursor.Current == '}')
            {
                cursor.Position++;
                return true;
            }

            ReadOne();
        }

        return false;
    }

    private void ReadOne()
    {
        var letter = cursor.Current;
        if (letter == '\n')
        {
            Add(TokenKind.NewLine, 1);
        }
        else if (char.IsWhiteSpace(letter))
        {
            cursor.Position++;
            space = true;
        }
        else if (letter == '#')
        {
            SkipComment();
        }
        else if (char.IsAsciiDigit(letter))
        {
            ReadNumber();
        }
        else if (letter is '"' or '\'')
        {
            ReadString();
        }
        else if (letter == '`')
        {
            ReadVerbatim();
        }
        else if (letter == '$' && cursor.Peek(1) is '"' or '\'')
        {
            ReadInterpolated();
        }
        else if (letter == '$' || letter == '_' || char.IsLetter(letter))
        {
            ReadName();
        }
        else
        {
            ReadSymbol();
        }
    }

    private Strip? AtClose()
    {
        if (standsAlone)
        {
            return null;
        }

        if (braces == 1 && cursor.At("}}") && cursor.Peek(2) != '}')
        {
            // One of the two would close the object and the other nothing: without this, the rest of the template was code.
            cursor.Fail("The object is not closed before the code block is", cursor.Position, cursor.Position + 2, "Close it with }.");
            braces = 0;
        }

        if (braces > 0)
        {
            return null;
        }

        return cursor.Current switch
        {
            '}' when cursor.Peek(1) == '}' => Strip.None,
            '-' when cursor.Peek(1) == '}' && cursor.Peek(2) == '}' => Strip.Greedy,
            '~' when cursor.Peek(1) == '}' && cursor.Peek(2) == '}' => Strip.Line,
            _ => null,
        };
    }

    private void SkipComment()
    {
        var several = cursor.Peek(1) == '#';
        cursor.Position += several ? 2 : 1;

        // A comment ends with its block too, whatever braces it stands in.
        while (!cursor.AtEnd && (standsAlone || !(cursor.At("}}") || cursor.At("-}}") || cursor.At("~}}"))))
        {
            if (several && cursor.At("##"))
            {
                cursor.Position += 2;
                break;
            }

            if (!several && cursor.Current == '\n')
            {
                break;
            }

            cursor.Position++;
        }

        space = true;
    }

    private void ReadNumber()
    {
        var start = cursor.Position;
        var value = NumberReader.Read(cursor);
        Add(new Token(TokenKind.Number, start, cursor.Position, value));
    }

    private void ReadString()
    {
        var start = cursor.Position;
        var value = StringReader.ReadQuoted(cursor);
        Add(new Token(TokenKind.String, start, cursor.Position, value));
    }

    private void ReadVerbatim()
    {
        var start = cursor.Position;
        var value = StringReader.ReadVerbatim(cursor);
        Add(new Token(TokenKind.String, start, cursor.Position, value));
    }

    private void ReadInterpolated()
    {
        var start = cursor.Position;
        var parts = StringReader.ReadInterpolated(cursor);
        Add(new Token(TokenKind.Interpolated, start, cursor.Position, parts));
    }

    private void ReadName()
    {
        var start = cursor.Position;
        var isLocal = cursor.Current == '$';
        cursor.Position++;
        if (isLocal && cursor.Current == '$')
        {
            cursor.Position++;
        }
        else
        {
            while (cursor.Current == '_' || char.IsLetterOrDigit(cursor.Current))
            {
                cursor.Position++;
            }
        }

        var name = cursor.Text[(isLocal ? start + 1 : start)..cursor.Position];
        Add(new Token(isLocal ? TokenKind.Local : TokenKind.Identifier, start, cursor.Position, name));
    }

    private void ReadSymbol()
    {
        foreach (var (text, kind) in Symbols)
        {
            // In "a ?.5 : 1" the point belongs to the number.
            if (cursor.At(text) && !(kind == TokenKind.QuestionDot && char.IsAsciiDigit(cursor.Peek(2))))
            {
                braces += kind switch { TokenKind.OpenBrace => 1, TokenKind.CloseBrace => -1, _ => 0 };
                Add(kind, text.Length);
                return;
            }
        }

        // Where the braces that close a block are missing, the text behind is full of them: one is enough.
        if (!hasStray)
        {
            hasStray = true;
            cursor.Fail($"The character {cursor.Current} has no meaning here", cursor.Position, cursor.Position + 1);
        }

        cursor.Position++;
    }

    private void Add(TokenKind kind, int length)
    {
        Add(new Token(kind, cursor.Position, cursor.Position + length));
        cursor.Position += length;
    }

    private void Add(Token token)
    {
        tokens.Add(token with { SpaceBefore = space });
        space = token.Kind == TokenKind.NewLine;
    }
}
