using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Makes the members of an object variables here, except where a variable is read-only.</summary>
internal sealed record ImportStatement(Place Place, Expression Target) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        if (renderer.Evaluate(Target) is not TemplateObject target)
        {
            throw new TemplateFault(Target.Place, "import needs an object");
        }

        renderer.Budget.CheckCount(target.Count, Place);
        var current = renderer.Scopes.Current;
        foreach (var (name, value) in target.ToList())
        {
            if (!current.IsLocked(name))
            {
                renderer.Scopes.Set(name, value, Place);
            }
        }
    }
}
