using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Does the first branch whose condition holds; a branch without one always does.</summary>
internal sealed record IfStatement(Place Place, IReadOnlyList<IfBranch> Branches) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        foreach (var branch in Branches)
        {
            if (branch.Condition is not { } condition || renderer.IsTrue(renderer.Evaluate(condition), condition.Place))
            {
                renderer.Execute(branch.Body);
                return;
            }
        }
    }
}
