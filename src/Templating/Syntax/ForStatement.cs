using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Does its body for each item, or its other branch when there is none.</summary>
internal sealed record ForStatement(Place Place, LoopHeader Header, IReadOnlyList<Statement> Body, IReadOnlyList<Statement> Otherwise)
    : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        var items = LoopItems.Of(renderer, Header);
        if (items.Count == 0)
        {
            renderer.Execute(Otherwise);
            return;
        }

        Loops.Run(renderer, new LoopState("for", items.Count), Header.Variable, items, Place, _ => renderer.Execute(Body));
    }
}
