using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Parsing;

internal sealed partial class Parser
{
    private const int UnaryPrecedence = 200;

    private Expression ParseExpression() => ParseExpression(ExpressionMode.Anywhere);

    private Expression ParseExpression(ExpressionMode mode)
    {
        var left = ParseOperation(mode, precedence: 0, inCall: false);
        while (AcceptPipe())
        {
            SkipNewLines();
            var right = ParseOperation(mode == ExpressionMode.LoopHeader ? ExpressionMode.Anywhere : mode, precedence: 0, inCall: false);
            left = Pipe(left, right);
        }

        return left;
    }

    /// <summary>A pipe may stand at the beginning of the next line too.</summary>
    private bool AcceptPipe()
    {
        var ahead = index;
        while (tokens[ahead].Kind == TokenKind.NewLine)
        {
            ahead++;
        }

        if (tokens[ahead].Kind != TokenKind.Pipe)
        {
            return false;
        }

        index = ahead + 1;
        return true;
    }

    /// <summary>
    /// Operators by precedence, and calls: a value beside a function is its argument, and operators in between belong to the
    /// argument, so that <c>f 1 + 2</c> is <c>f (1 + 2)</c>. Within an argument's own operand, <paramref name="inCall"/>, a
    /// further value is the next argument of the call around it.
    /// </summary>
    private Expression ParseOperation(ExpressionMode mode, int precedence, bool inCall)
    {
        Enter();
        var start = CurrentPlace;
        Expression? function = null;
        var arguments = new List<Argument>();
        var left = ParseOperand(inCall);
        while (true)
        {
            if (PrecedenceOf(Current.Kind, mode) is var next and > 0)
            {
                if (next <= precedence)
                {
                    break;
                }

                var operation = tokens[index++].Kind;
                SkipNewLines();
                var right = ParseOperation(mode, next, inCall || function is not null);
                left = new BinaryExpression(left.Place.To(right.Place), left, operation, right);
            }
            else if (Current.Kind == TokenKind.Question && precedence == 0)
            {
                left = ParseConditional(Finish(function, arguments, left, start), mode, inCall);
                function = null;
                arguments = [];
            }
            else if (!inCall && StartsArgument(mode) && (function is not null || IsCallable(left)))
            {
                if (function is null)
                {
                    function = left;
                }
                else
                {
                    arguments.Add(AsArgument(left));
                }

                if (IsNamedArgument(mode))
                {
                    ParseNamedArguments(arguments, mode);
                    left = new CallExpression(From(start), function, arguments);
                    function = null;
                    arguments = [];
                }
                else
                {
                    left = ParseOperand(inCall);
                }
            }
            else
            {
                break;
            }
        }

        depth--;
        return Finish(function, arguments, left, start);
    }

    private CallExpression? FinishCall(Expression? function, List<Argument> arguments, Expression last, Place start)
    {
        if (function is null)
        {
            return null;
        }

        arguments.Add(AsArgument(last));
        return new CallExpression(From(start), function, arguments);
    }

    private Expression Finish(Expression? function, List<Argument> arguments, Expression left, Place start) =>
        FinishCall(function, arguments, left, start)
        ?? (left is ExpandExpression ? throw new SyntaxFault(left.Place, "^ can stand before an argument only") : left);

    private ConditionalExpression ParseConditional(Expression condition, ExpressionMode mode, bool inCall)
    {
        index++;
        SkipNewLines();
        var then = ParseOperation(ExpressionMode.Conditional, precedence: 0, inCall);
        SkipNewLines();
        Expect(TokenKind.Colon, ":");
        SkipNewLines();
        var otherwise = ParseOperation(mode, precedence: 0, inCall);
        return new ConditionalExpression(condition.Place.To(otherwise.Place), condition, then, otherwise);
    }

    private void ParseNamedArguments(List<Argument> arguments, ExpressionMode mode)
    {
        while (IsNamedArgument(mode))
        {
            var name = tokens[index].Name;
            index += 2;
            SkipNewLines();
            arguments.Add(new Argument(ParseOperation(mode, precedence: 0, inCall: true), name));
        }

        if (StartsArgument(mode))
        {
            throw new SyntaxFault(CurrentPlace, "After a named argument all arguments must be named");
        }
    }

    private bool IsNamedArgument(ExpressionMode mode) =>
        mode != ExpressionMode.Conditional && Current.Kind == TokenKind.Identifier && tokens[index + 1].Kind == TokenKind.Colon;

    private bool StartsArgument(ExpressionMode mode) =>
        Current.Kind switch
        {
            TokenKind.Identifier => mode != ExpressionMode.LoopHeader,
            TokenKind.Local or TokenKind.Number or TokenKind.String or TokenKind.Interpolated => true,
            TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.OpenBrace => true,
            TokenKind.At or TokenKind.Caret or TokenKind.Bang => true,
            _ => false,
        };

    private static bool IsCallable(Expression expression) => expression is PathExpression or NestedExpression;

    private static Argument AsArgument(Expression expression) =>
        expression is ExpandExpression expanded ? new Argument(expanded.Operand, IsExpanded: true) : new Argument(expression);

    /// <summary>
    /// Gives a value to the function on the right of a pipe, as its first argument. "x | f + 1" adds to what f gives: the value
    /// goes to the leftmost operand, which may stand behind more operators than the stack has room for.
    /// </summary>
    private static Expression Pipe(Expression value, Expression target)
    {
        var above = new Stack<Expression>();
        while (target is BinaryExpression or ConditionalExpression)
        {
            above.Push(target);
            target = target is BinaryExpression binary ? binary.Left : ((ConditionalExpression)target).Condition;
        }

        Expression piped = PipeInto(value, target);
        while (above.TryPop(out var outer))
        {
            var place = value.Place.To(outer.Place);
            piped = outer is BinaryExpression operation
                ? operation with { Place = place, Left = piped }
                : ((ConditionalExpression)outer) with { Place = place, Condition = piped };
        }

        return piped;
    }

    private static CallExpression PipeInto(Expression value, Expression target) => target switch
    {
        CallExpression call => call with { Place = value.Place.To(call.Place), Arguments = [AsArgument(value), .. call.Arguments] },
        PathExpression or NestedExpression or FunctionExpression or AliasExpression => new CallExpression(value.Place.To(target.Place), target, [AsArgument(value)]),
        _ => throw new SyntaxFault(target.Place, "Only a function can follow |"),
    };

    private static int PrecedenceOf(TokenKind kind, ExpressionMode mode) =>
        kind switch
        {
            TokenKind.Coalesce or TokenKind.NotCoalesce => 20,
            TokenKind.Or when mode == ExpressionMode.When => 0,
            TokenKind.Or => 30,
            TokenKind.And => 40,
            TokenKind.Equals or TokenKind.NotEquals => 70,
            TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual => 80,
            TokenKind.Plus or TokenKind.Minus => 100,
            TokenKind.Star or TokenKind.Slash or TokenKind.SlashSlash or TokenKind.Percent => 110,
            TokenKind.ShiftLeft or TokenKind.ShiftRight => 110,
            TokenKind.Range or TokenKind.RangeExclusive => 130,
            _ => 0,
        };
}
