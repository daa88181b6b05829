using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Runs the rounds of a loop, with its variable in reach of the body only.</summary>
internal static class Loops
{
    public static void Run(
        Renderer renderer, LoopState state, PathExpression variable, LoopItems items, Place place, Action<long> body)
    {
        var local = variable as LocalExpression;
        object? shadowed = null;
        var hadValue = local is not null && renderer.Scopes.Locals.TryGet(local.Name, out shadowed);
        renderer.Scopes.Enter(state, (variable as VariableExpression)?.Name);
        try
        {
            for (long index = 0; index < items.Count; index++)
            {
                renderer.Budget.Spend(1, place);
                if (index == 0)
                {
                    state.Start(items[index]);
                }
                else
                {
                    state.Advance(items[index]);
                }

                local?.Assign(renderer, state.Value);
                body(index);
                if (renderer.LeavesLoop())
                {
                    break;
                }
            }
        }
        finally
        {
            renderer.Scopes.Leave();
            if (local is not null)
            {
                Restore(renderer, local, hadValue, shadowed);
            }
        }
    }

    private static void Restore(Renderer renderer, LocalExpression local, bool hadValue, object? value)
    {
        if (hadValue)
        {
            local.Assign(renderer, value);
        }
        else
        {
            renderer.Scopes.Locals.Remove(local.Name);
        }
    }
}
