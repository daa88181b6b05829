using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Parsing;

internal sealed partial class Parser
{
    private Statement ParseStatement()
    {
        var start = CurrentPlace;
        if (Current.Kind == TokenKind.Local && Current.Name == "$")
        {
            index++;
            return new WrappedBlockStatement(start);
        }

        if (Current.Kind != TokenKind.Identifier || IsMemberAccess(tokens[index + 1]))
        {
            return ParseExpressionStatement();
        }

        switch (Current.Name)
        {
            case "if": return ParseIf();
            case "case": return ParseCase();
            case "for": return ParseFor();
            case "tablerow": return ParseTableRow();
            case "while": return ParseWhile();
            case "capture": return ParseCapture();
            case "with": return ParseWith();
            case "wrap": return ParseWrap();
            case "func": return ParseFunction();
            case "ret": return ParseReturn();
            case "break": return ParseJump(Flow.Break);
            case "continue": return ParseJump(Flow.Continue);
            case "import":
                index++;
                var imported = ParseExpression();
                return new ImportStatement(From(start), imported);
            case "readonly":
                index++;
                var target = ParseTarget("readonly");
                return target is VariableExpression or LocalExpression
                    ? new ReadOnlyStatement(From(start), target)
                    : throw new SyntaxFault(target.Place, "Only a variable can be made read-only");
            default:
                return ParseExpressionStatement();
        }
    }

    private Statement ParseExpressionStatement()
    {
        var start = CurrentPlace;
        if (IsInlineFunction())
        {
            return ParseInlineFunction();
        }

        var from = block;
        var expression = ParseExpression();
        if (!IsAssignment(Current.Kind))
        {
            return new ExpressionStatement(From(start), expression, from);
        }

        var target = AsTarget(expression);
        var kind = tokens[index++].Kind;
        SkipNewLines();
        var value = ParseExpression();
        TokenKind? operation = kind switch
        {
            TokenKind.PlusAssign => TokenKind.Plus,
            TokenKind.MinusAssign => TokenKind.Minus,
            TokenKind.StarAssign => TokenKind.Star,
            TokenKind.SlashAssign => TokenKind.Slash,
            TokenKind.SlashSlashAssign => TokenKind.SlashSlash,
            TokenKind.PercentAssign => TokenKind.Percent,
            TokenKind.CoalesceAssign => TokenKind.Coalesce,
            _ => null,
        };
        NoteAssigned(target, alsoReads: operation is not null);
        return new AssignStatement(From(start), target, operation, value);
    }

    private IfStatement ParseIf()
    {
        var start = CurrentPlace;
        index++;
        var condition = ParseHeader(ParseExpression);
        var opened = From(start);
        var branches = new List<IfBranch> { new(condition, ParseBlock()) };
        while (IsKeyword("else"))
        {
            var elsePlace = CurrentPlace;
            index++;
            if (branches[^1].Condition is null)
            {
                throw new SyntaxFault(elsePlace, "An if has one else only, and it comes last");
            }

            if (IsKeyword("if"))
            {
                index++;
                var next = ParseHeader(ParseExpression);
                branches.Add(new IfBranch(next, ParseBlock()));
            }
            else
            {
                ExpectStatementEnd();
                branches.Add(new IfBranch(null, ParseBlock()));
            }
        }

        ExpectEnd(opened, "if");
        return new IfStatement(opened, branches);
    }

    private CaseStatement ParseCase()
    {
        var start = CurrentPlace;
        index++;
        var value = ParseHeader(ParseExpression);
        var opened = From(start);

        // What stands before the first when belongs to no case.
        ParseBlock();
        var branches = new List<CaseBranch>();
        while (IsKeyword("when"))
        {
            index++;
            var values = new List<Expression>();
            ParseHeader(() =>
            {
                do
                {
                    SkipNewLines();
                    values.Add(ParseOperation(ExpressionMode.When, precedence: 0, inCall: false));
                }
                while (Accept(TokenKind.Comma) || Accept(TokenKind.Or));
                return values[0];
            });
            branches.Add(new CaseBranch(values, ParseBlock()));
        }

        if (IsKeyword("else"))
        {
            index++;
            ExpectStatementEnd();
            branches.Add(new CaseBranch(null, ParseBlock()));
        }

        ExpectEnd(opened, "case");
        return new CaseStatement(opened, value, branches);
    }

    private ForStatement ParseFor()
    {
        var start = CurrentPlace;
        index++;
        var header = ParseLoopHeader();
        var opened = From(start);
        var body = ParseLoopBody(header);
        IReadOnlyList<Statement> otherwise = [];
        if (IsKeyword("else"))
        {
            index++;
            ExpectStatementEnd();
            otherwise = ParseBlock();
        }

        ExpectEnd(opened, "for");
        return new ForStatement(opened, header, body, otherwise);
    }

    private TableRowStatement ParseTableRow()
    {
        var start = CurrentPlace;
        var from = block;
        index++;
        var header = ParseLoopHeader();
        var opened = From(start);
        var body = ParseLoopBody(header);
        ExpectEnd(opened, "tablerow");
        return new TableRowStatement(opened, header, body, from);
    }

    private LoopHeader ParseLoopHeader()
    {
        PathExpression variable = new LocalExpression(CurrentPlace, "_");
        Expression? offset = null;
        Expression? limit = null;
        Expression? columns = null;
        var isReversed = false;
        var items = ParseHeader(() =>
        {
            var name = Current;
            variable = name.Kind switch
            {
                TokenKind.Identifier => new VariableExpression(CurrentPlace, name.Name),
                TokenKind.Local when name.Name.Length > 0 && name.Name != "$" => new LocalExpression(CurrentPlace, name.Name),
                _ => throw new SyntaxFault(CurrentPlace, $"{Describe(name)} was found where the loop's variable was expected"),
            };
            index++;
            if (!IsKeyword("in"))
            {
                throw new SyntaxFault(CurrentPlace, $"{Describe(Current)} was found where in was expected", "A loop begins: for NAME in LIST.");
            }

            index++;
            var list = ParseExpression(ExpressionMode.LoopHeader);
            while (Current.Kind == TokenKind.Identifier)
            {
                var word = Current;
                index++;
                switch (word.Name)
                {
                    case "reversed": isReversed = true; break;
                    case "offset": offset = ParseLoopValue(); break;
                    case "limit": limit = ParseLoopValue(); break;
                    case "cols": columns = ParseLoopValue(); break;
                    default:
                        throw new SyntaxFault(PlaceOf(word), $"A loop has no setting {word.Name}", "It has offset, limit, reversed and, for tablerow, cols.");
                }
            }

            return list;
        });
        return new LoopHeader(variable, items, offset, limit, isReversed, columns);
    }

    private Expression ParseLoopValue()
    {
        Expect(TokenKind.Colon, ":");
        return ParseOperation(ExpressionMode.LoopHeader, precedence: 0, inCall: true);
    }

    private List<Statement> ParseLoopBody(LoopHeader? header)
    {
        var name = (header?.Variable as VariableExpression)?.Name;
        if (name is not null)
        {
            names.Enter(name);
        }

        loops++;
        var body = ParseBlock();
        loops--;
        if (name is not null)
        {
            names.Leave(name);
        }

        return body;
    }

    private WhileStatement ParseWhile()
    {
        var start = CurrentPlace;
        index++;
        var condition = ParseHeader(ParseExpression);
        var opened = From(start);
        var body = ParseLoopBody(header: null);
        ExpectEnd(opened, "while");
        return new WhileStatement(opened, condition, body);
    }

    private JumpStatement ParseJump(Flow flow)
    {
        var start = CurrentPlace;
        index++;
        return loops > 0
            ? new JumpStatement(start, flow)
            : throw new SyntaxFault(start, $"{text[start.Start..start.End]} stands in no loop");
    }

    private ReturnStatement ParseReturn()
    {
        var start = CurrentPlace;
        index++;
        var value = Current.Kind is TokenKind.NewLine or TokenKind.CodeEnd or TokenKind.End ? null : ParseExpression();
        return new ReturnStatement(From(start), value);
    }

    private CaptureStatement ParseCapture()
    {
        var start = CurrentPlace;
        index++;
        var target = ParseHeader(() => ParseTarget("capture")) as PathExpression ?? new LocalExpression(start, "_");
        var opened = From(start);
        var body = ParseBlock();
        NoteAssigned(target);
        ExpectEnd(opened, "capture");
        return new CaptureStatement(opened, target, body);
    }

    private WithStatement ParseWith()
    {
        var start = CurrentPlace;
        index++;
        var target = ParseHeader(ParseExpression);
        var opened = From(start);
        var body = ParseBlock();
        ExpectEnd(opened, "with");
        return new WithStatement(opened, target, body);
    }

    private WrapStatement ParseWrap()
    {
        var start = CurrentPlace;
        var from = block;
        index++;
        var function = ParseHeader(ParseExpression);
        var opened = From(start);
        var call = function as CallExpression ?? new CallExpression(function.Place, function, []);
        loops++;
        var body = ParseBlock();
        loops--;
        ExpectEnd(opened, "wrap");
        return new WrapStatement(opened, call, body, from);
    }

    private PathExpression ParseTarget(string statement)
    {
        var place = CurrentPlace;
        return ParseOperand(inCall: false) is { } expression && Unwrap(expression) is PathExpression path
            ? path
            : throw new SyntaxFault(place, $"{statement} needs a variable");
    }

    private static PathExpression AsTarget(Expression expression) =>
        Unwrap(expression) as PathExpression
        ?? throw new SyntaxFault(expression.Place, "Only a variable, a member or an item can be assigned to", "To compare, write ==.");

    private static Expression Unwrap(Expression expression)
    {
        while (expression is NestedExpression nested)
        {
            expression = nested.Inner;
        }

        return expression;
    }

    private void NoteAssigned(PathExpression target, bool alsoReads = false)
    {
        if (target is VariableExpression variable)
        {
            names.Assign(variable.Name, alsoReads);
        }
    }

    private static bool IsAssignment(TokenKind kind) => kind is >= TokenKind.Assign and <= TokenKind.CoalesceAssign;
}
