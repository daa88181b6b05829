using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Text outside the braces.</summary>
internal sealed record TextStatement(Place Place, string Text) : Statement(Place)
{
    public override void Execute(Renderer renderer) => renderer.Output.WriteVerbatim(Text, Place);
}
