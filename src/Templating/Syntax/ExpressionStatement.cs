using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Functions;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>An expression whose value is written out.</summary>
internal sealed record ExpressionStatement(Place Place, Expression Expression, CodeBlock Block) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        var outer = renderer.Block;
        renderer.Block = Block;
        if (Expression is CallExpression call && IncludeFunctions.IsInclude(call, renderer))
        {
            // Written as it goes, not first as a value, so that its text keeps its own places.
            IncludeFunctions.Write(call, renderer);
        }
        else
        {
            var value = renderer.Evaluate(Expression);
            var text = renderer.Format(value, Place);
            renderer.Budget.SpendOnWriting(text, Place);
            renderer.Output.Write(text, Place, Block);
        }

        renderer.Block = outer;
    }
}
