using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Parsing;

internal sealed partial class Parser
{
    private Expression ParseOperand(bool inCall)
    {
        Enter();
        var start = CurrentPlace;
        var operand = ParsePrefix(start, inCall) ?? ParseSuffixes(ParsePrimary(start));
        depth--;
        return operand;
    }

    private Expression? ParsePrefix(Place start, bool inCall)
    {
        switch (Current.Kind)
        {
            case TokenKind.Bang or TokenKind.Minus or TokenKind.Plus:
                var kind = tokens[index++].Kind;
                var operand = ParseOperation(ExpressionMode.Anywhere, UnaryPrecedence, inCall);
                return new UnaryExpression(From(start), kind, operand);
            case TokenKind.At:
                index++;
                var aliased = ParseOperand(inCall);
                return new AliasExpression(From(start), aliased);
            case TokenKind.Caret:
                index++;
                var expanded = ParseOperand(inCall);
                return new ExpandExpression(From(start), expanded);
            case TokenKind.Increment or TokenKind.Decrement:
                var step = tokens[index++].Kind == TokenKind.Increment ? 1 : -1;
                var target = AsTarget(ParseOperand(inCall));
                return new IncrementExpression(From(start), target, step, IsPostfix: false);
            default:
                return null;
        }
    }

    private Expression ParsePrimary(Place start)
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                return ParseName(token, start);
            case TokenKind.Local when token.Name == "$":
                throw new SyntaxFault(start, "$$ is a statement of its own and cannot stand inside an expression");
            case TokenKind.Local:
                index++;
                return new LocalExpression(start, token.Name);
            case TokenKind.Number:
                index++;
                return new LiteralExpression(start, token.Value);
            case TokenKind.String:
                index++;
                return new LiteralExpression(start, TextValue.Trusted(token.Name));
            case TokenKind.Interpolated:
                index++;
                return new InterpolatedExpression(start, [.. ((List<object>)token.Value!).Select(part => ParsePart(part, start))]);
            case TokenKind.OpenParen:
                index++;
                SkipNewLines();
                var inner = ParseExpression();
                SkipNewLines();
                Expect(TokenKind.CloseParen, ")");
                return new NestedExpression(From(start), inner);
            case TokenKind.OpenBracket:
                return ParseArray(start);
            case TokenKind.OpenBrace:
                return ParseObject(start);
            default:
                throw new SyntaxFault(start, $"{Describe(token)} was found where a value was expected");
        }
    }

    private Expression ParseName(Token token, Place start)
    {
        if (token.Name == "do")
        {
            return ParseAnonymousFunction();
        }

        index++;
        switch (token.Name)
        {
            case "true": return new LiteralExpression(start, true);
            case "false": return new LiteralExpression(start, false);
            case "null": return new LiteralExpression(start, null);
            case "this": return new ThisExpression(start);
            default:
                names.Read(token.Name);
                return new VariableExpression(start, token.Name);
        }
    }

    private Expression ParseSuffixes(Expression left)
    {
        while (true)
        {
            switch (Current.Kind)
            {
                case TokenKind.Dot or TokenKind.QuestionDot:
                    left = ParseMember(left);
                    break;
                case TokenKind.OpenBracket when !Current.SpaceBefore:
                    index++;
                    SkipNewLines();
                    var position = ParseExpression();
                    SkipNewLines();
                    Expect(TokenKind.CloseBracket, "]");
                    left = new IndexExpression(From(left.Place), left, position);
                    break;
                case TokenKind.OpenParen when !Current.SpaceBefore && IsCallable(left):
                    var arguments = ParseArgumentList();
                    left = new CallExpression(From(left.Place), left, arguments);
                    break;
                case TokenKind.Increment or TokenKind.Decrement when left is PathExpression path && !Current.SpaceBefore:
                    var step = tokens[index++].Kind == TokenKind.Increment ? 1 : -1;
                    return new IncrementExpression(From(left.Place), path, step, IsPostfix: true);
                case TokenKind.Increment or TokenKind.Decrement when left is PathExpression path && !StartsValue(tokens[index + 1].Kind):
                    var spacedStep = tokens[index++].Kind == TokenKind.Increment ? 1 : -1;
                    return new IncrementExpression(From(left.Place), path, spacedStep, IsPostfix: true);
                default:
                    return left;
            }
        }
    }

    private MemberExpression ParseMember(Expression target)
    {
        var isOptional = tokens[index++].Kind == TokenKind.QuestionDot;
        var name = Expect(TokenKind.Identifier, "a member's name");
        var member = name.Name;
        var place = PlaceOf(name);
        if (member == "empty" && Current is { Kind: TokenKind.Question, SpaceBefore: false })
        {
            index++;
            member = "empty?";
            place = From(place);
        }

        return new MemberExpression(From(target.Place), target, member, isOptional, place);
    }

    private List<Argument> ParseArgumentList()
    {
        Expect(TokenKind.OpenParen, "(");
        var arguments = new List<Argument>();
        SkipNewLines();
        while (Current.Kind != TokenKind.CloseParen)
        {
            if (IsNamedArgument(ExpressionMode.Anywhere))
            {
                var name = Current.Name;
                index += 2;
                SkipNewLines();
                arguments.Add(new Argument(ParseExpression(), name));
            }
            else if (arguments.Count > 0 && arguments[^1].Name is not null)
            {
                throw new SyntaxFault(CurrentPlace, "After a named argument all arguments must be named");
            }
            else if (Accept(TokenKind.Caret))
            {
                arguments.Add(new Argument(ParseOperand(inCall: false), IsExpanded: true));
            }
            else
            {
                arguments.Add(new Argument(ParseExpression()));
            }

            SkipNewLines();
            if (!Accept(TokenKind.Comma))
            {
                break;
            }

            SkipNewLines();
        }

        Expect(TokenKind.CloseParen, ")");
        return arguments;
    }

    private ArrayExpression ParseArray(Place start)
    {
        index++;
        var items = new List<Expression>();
        SkipNewLines();
        while (Current.Kind != TokenKind.CloseBracket)
        {
            items.Add(ParseExpression());
            SkipNewLines();
            if (!Accept(TokenKind.Comma))
            {
                break;
            }

            SkipNewLines();
        }

        Expect(TokenKind.CloseBracket, ", or ]");
        return new ArrayExpression(From(start), items);
    }

    private ObjectExpression ParseObject(Place start)
    {
        index++;
        var members = new List<KeyValuePair<string, Expression>>();
        SkipNewLines();
        while (Current.Kind != TokenKind.CloseBrace)
        {
            if (Current.Kind is not (TokenKind.Identifier or TokenKind.String))
            {
                throw new SyntaxFault(CurrentPlace, $"{Describe(Current)} was found where a member's name was expected");
            }

            var name = Current.Name;
            index++;
            Expect(TokenKind.Colon, ":");
            SkipNewLines();
            members.Add(KeyValuePair.Create(name, ParseExpression()));
            SkipNewLines();
            if (!Accept(TokenKind.Comma))
            {
                break;
            }

            SkipNewLines();
        }

        Expect(TokenKind.CloseBrace, ", or }");
        return new ObjectExpression(From(start), members);
    }

    private Expression ParsePart(object part, Place start)
    {
        if (part is string literal)
        {
            return new LiteralExpression(start, TextValue.Trusted(literal));
        }

        var inner = new Parser(text, source, (List<Token>)part, errors, names) { depth = depth, block = block, index = 1 };
        var expression = inner.ParseExpression();
        inner.SkipNewLines();
        if (inner.Current.Kind != TokenKind.CodeEnd)
        {
            throw new SyntaxFault(inner.CurrentPlace, $"{inner.Describe(inner.Current)} was not expected here");
        }

        return expression;
    }

    private static bool StartsValue(TokenKind kind) =>
        kind is TokenKind.Identifier or TokenKind.Local or TokenKind.Number or TokenKind.String or TokenKind.OpenParen;
}
