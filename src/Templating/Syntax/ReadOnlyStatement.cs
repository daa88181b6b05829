using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Forbids further assignments to a variable.</summary>
internal sealed record ReadOnlyStatement(Place Place, PathExpression Target) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        switch (Target)
        {
            case VariableExpression variable:
                renderer.Scopes.Current.Lock(variable.Name);
                break;
            case LocalExpression local:
                renderer.Scopes.Locals.Lock(local.Name);
                break;
        }
    }
}
