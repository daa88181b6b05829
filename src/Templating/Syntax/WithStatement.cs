using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Does its body with the members of an object as names.</summary>
internal sealed record WithStatement(Place Place, Expression Target, IReadOnlyList<Statement> Body) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        if (renderer.Evaluate(Target) is not TemplateObject target)
        {
            throw new TemplateFault(Target.Place, "with needs an object");
        }

        renderer.Scopes.Enter(target);
        try
        {
            renderer.Execute(Body);
        }
        finally
        {
            renderer.Scopes.Leave();
        }
    }
}
