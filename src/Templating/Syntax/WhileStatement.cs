using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Does its body as long as its condition holds.</summary>
internal sealed record WhileStatement(Place Place, Expression Condition, IReadOnlyList<Statement> Body) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        var state = new LoopState("while", count: null);
        renderer.Scopes.Enter(state, variable: null);
        try
        {
            while (renderer.IsTrue(renderer.Evaluate(Condition), Condition.Place))
            {
                renderer.Budget.Spend(1, Place);
                renderer.Execute(Body);
                if (renderer.LeavesLoop())
                {
                    break;
                }

                state.Advance(value: null);
            }
        }
        finally
        {
            renderer.Scopes.Leave();
        }
    }
}
