using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Parsing;

internal sealed partial class Parser
{
    private FunctionStatement ParseFunction()
    {
        var start = CurrentPlace;
        index++;
        PathExpression target = new LocalExpression(start, "_");
        List<FunctionParameter>? parameters = null;
        Recovering(() =>
        {
            target = Current.Kind switch
            {
                TokenKind.Identifier => new VariableExpression(CurrentPlace, Current.Name),
                TokenKind.Local when Current.Name.Length > 0 && Current.Name != "$" => new LocalExpression(CurrentPlace, Current.Name),
                _ => throw new SyntaxFault(CurrentPlace, $"{Describe(Current)} was found where the function's name was expected"),
            };
            index++;
            NoteDefined(target);
            parameters = Current.Kind == TokenKind.OpenParen ? ParseParameters() : null;
        });
        var opened = From(start);
        var body = ParseFunctionBody(parameters);
        ExpectEnd(opened, "func");
        return new FunctionStatement(opened, target, new FunctionDefinition(target.Path, parameters, body));
    }

    private FunctionExpression ParseAnonymousFunction()
    {
        var start = CurrentPlace;
        index++;
        var parameters = Current.Kind == TokenKind.OpenParen && !Current.SpaceBefore ? ParseParameters() : null;
        var opened = From(start);
        var outer = block;
        var body = ParseFunctionBody(parameters);
        ExpectEnd(opened, "do");
        block = outer;
        return new FunctionExpression(From(start), new FunctionDefinition("do", parameters, body));
    }

    private List<Statement> ParseFunctionBody(IReadOnlyList<FunctionParameter>? parameters)
    {
        foreach (var parameter in parameters ?? [])
        {
            names.Enter(parameter.Name);
        }

        var outer = loops;
        loops = 0;
        var body = ParseBlock();
        loops = outer;
        foreach (var parameter in parameters ?? [])
        {
            names.Leave(parameter.Name);
        }

        return body;
    }

    private List<FunctionParameter> ParseParameters()
    {
        Expect(TokenKind.OpenParen, "(");
        var parameters = new List<FunctionParameter>();
        SkipNewLines();
        while (Current.Kind != TokenKind.CloseParen)
        {
            var name = Expect(TokenKind.Identifier, "a parameter");
            if (parameters.Exists(parameter => parameter.Name == name.Name))
            {
                throw new SyntaxFault(PlaceOf(name), $"There are two parameters {name.Name}");
            }

            if (parameters.Count > 0 && parameters[^1].IsVariadic)
            {
                throw new SyntaxFault(PlaceOf(name), "Nothing can follow a parameter that takes all that is left");
            }

            parameters.Add(ParseParameter(name, parameters));
            SkipNewLines();
            if (!Accept(TokenKind.Comma))
            {
                break;
            }

            SkipNewLines();
        }

        Expect(TokenKind.CloseParen, ")");
        return parameters;
    }

    private FunctionParameter ParseParameter(Token name, List<FunctionParameter> before)
    {
        if (Accept(TokenKind.Ellipsis))
        {
            return new FunctionParameter(name.Name, IsVariadic: true);
        }

        if (Accept(TokenKind.Assign))
        {
            return new FunctionParameter(name.Name, ParseExpression());
        }

        return before.Count > 0 && before[^1].Default is not null
            ? throw new SyntaxFault(PlaceOf(name), $"The parameter {name.Name} needs a default, as the one before it has one")
            : new FunctionParameter(name.Name);
    }

    /// <summary>Whether <c>name(a, b) =</c> stands here: a call would look the same up to the sign.</summary>
    private bool IsInlineFunction()
    {
        if (Current.Kind is not (TokenKind.Identifier or TokenKind.Local)
            || tokens[index + 1] is not { Kind: TokenKind.OpenParen, SpaceBefore: false })
        {
            return false;
        }

        var ahead = index + 2;
        while (tokens[ahead].Kind is TokenKind.Identifier or TokenKind.Comma)
        {
            ahead++;
        }

        return tokens[ahead].Kind == TokenKind.CloseParen && tokens[ahead + 1].Kind == TokenKind.Assign;
    }

    private FunctionStatement ParseInlineFunction()
    {
        var start = CurrentPlace;
        PathExpression target = Current.Kind == TokenKind.Local
            ? new LocalExpression(CurrentPlace, Current.Name)
            : new VariableExpression(CurrentPlace, Current.Name);
        index++;
        var parameters = ParseParameters();
        Expect(TokenKind.Assign, "=");
        SkipNewLines();
        parameters.ForEach(parameter => names.Enter(parameter.Name));
        var result = ParseExpression();
        parameters.ForEach(parameter => names.Leave(parameter.Name));
        NoteDefined(target);
        return new FunctionStatement(From(start), target, new FunctionDefinition(target.Path, parameters, [], result));
    }

    private void NoteDefined(PathExpression target)
    {
        if (target is VariableExpression variable)
        {
            names.Enter(variable.Name);
        }
    }
}
