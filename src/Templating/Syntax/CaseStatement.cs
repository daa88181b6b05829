using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Does the first branch that has a value equal to its own.</summary>
internal sealed record CaseStatement(Place Place, Expression Value, IReadOnlyList<CaseBranch> Branches) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        var value = renderer.Evaluate(Value);
        Secrecy.Refuse(value, Value.Place);
        foreach (var branch in Branches)
        {
            if (branch.Values is null || branch.Values.Any(candidate => Matches(renderer, value, candidate)))
            {
                renderer.Execute(branch.Body);
                return;
            }
        }
    }

    private static bool Matches(Renderer renderer, object? value, Expression candidate) =>
        Comparison.AreEqual(value, renderer.Evaluate(candidate), candidate.Place, renderer);
}
