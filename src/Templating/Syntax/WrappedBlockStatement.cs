using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Writes the body that the function was wrapped around: <c>$$</c>.</summary>
internal sealed record WrappedBlockStatement(Place Place) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        if (renderer.Scopes.Locals.Wrapped is not { } wrapped)
        {
            return;
        }

        // A $$ inside the body means the block of the function around the wrap, not the body again.
        renderer.Budget.Spend(1, Place);
        var locals = renderer.Scopes.Locals;
        locals.Wrapped = wrapped.Outer;
        try
        {
            renderer.Execute(wrapped.Body);
        }
        finally
        {
            locals.Wrapped = wrapped;
        }
    }
}
