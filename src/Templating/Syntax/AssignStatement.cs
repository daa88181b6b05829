using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Gives a variable, member or item a value; with an operator, one worked out from the value it has.</summary>
internal sealed record AssignStatement(Place Place, PathExpression Target, TokenKind? Operator, Expression Value) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        object? value;
        try
        {
            value = Operator switch
            {
                null => renderer.Evaluate(Value),
                TokenKind.Coalesce => renderer.EvaluateOptional(Target) ?? renderer.Evaluate(Value),
                { } kind => Operators.Apply(renderer, renderer.Evaluate(Target), kind, renderer.Evaluate(Value), Place),
            };
        }
        catch (TemplateFault fault) when (!fault.EndsRender)
        {
            // What is read from it later has no error of its own.
            Fault.Assign(Target, renderer);
            throw;
        }

        Target.Assign(renderer, value);
    }
}
