using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Calls a function that writes the body wherever it says <c>$$</c>.</summary>
internal sealed record WrapStatement(Place Place, CallExpression Call, IReadOnlyList<Statement> Body, CodeBlock Block) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        var value = Call.Call(renderer, new WrappedBlock(Body, renderer.Scopes.Locals.Wrapped));
        renderer.Output.Write(renderer.Format(value, Place), Place, Block);
    }
}
