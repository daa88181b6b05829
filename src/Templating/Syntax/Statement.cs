using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A part of a template that does something.</summary>
internal abstract record Statement(Place Place)
{
    public abstract void Execute(Renderer renderer);
}
