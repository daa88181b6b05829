using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Evaluation;

/// <summary>The value of a variable whose assignment failed: reading it fails too, without a second error.</summary>
internal sealed class Fault
{
    private static readonly Fault Instance = new();

    private Fault()
    {
    }

    public static object? Check(object? value) =>
        value is Fault ? throw new TemplateFault(default, "The value is missing because of an earlier error") { IsSilent = true } : value;

    public static void Assign(PathExpression target, Renderer renderer)
    {
        try
        {
            target.Assign(renderer, Instance);
        }
        catch (TemplateFault fault) when (!fault.EndsRender)
        {
            // One error for the statement is enough.
        }
    }
}
